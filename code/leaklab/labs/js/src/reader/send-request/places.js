// Where things stand in the picture, by its width, and where something is on its way.

/** @import { Move } from "./timeline.js" */

export const ROWS = 4;
export const HEAD = 34;
export const PITCH = 54;
export const MIDDLE = 21; // of a row
export const HEIGHT = HEAD + ROWS * PITCH;
export const R = 12; // of a task
export const GATE = { wide: 20, high: 30 };
const ARC = 19; // how far above the row a message goes that has to pass others
export const MARK = 8;
const MARK_PITCH = 11;
const MARKS_TOP = 78;

/** Where things stand, by the width of the picture. */
export class Places {
  /** @param {number} width */
  constructor(width) {
    this.width = width;
    const pile = Math.max(62, Math.min(132, width * 0.2));
    const lanes = width - pile;
    const narrow = lanes < 380;
    this.client = narrow ? 24 : 36;
    this.serving = lanes * (narrow ? 0.37 : 0.36);
    this.channel = lanes * (narrow ? 0.6 : 0.58);
    this.worker = lanes * (narrow ? 0.84 : 0.8);
    this.pile = lanes + (narrow ? 4 : 16);
    this.lanes = lanes - (narrow ? 2 : 8);
  }

  /** @param {string} lane */
  x(lane) {
    const { client, serving, channel, worker } = this;
    const outside = channel + GATE.wide / 2 + 8; // where a message waits that nobody takes
    return { client, serving, worker, drainer: serving, nobody: outside }[lane] ?? channel;
  }

  get marksAcross() {
    return Math.max(1, Math.floor((this.width - this.pile) / MARK_PITCH));
  }

  get marks() {
    return this.marksAcross * Math.floor((HEIGHT - MARKS_TOP) / MARK_PITCH);
  }

  /** @param {number} index */
  mark(index) {
    const across = this.marksAcross;
    const x = this.pile + (index % across) * MARK_PITCH;
    return { x, y: MARKS_TOP + Math.floor(index / across) * MARK_PITCH };
  }
}

/**
 * Where something that moves is: straight, or in an arc where it has to pass a task or the channel.
 * @param {Move} move
 * @param {Places} places
 */
export function path({ from, to, label, share }, places) {
  const [x0, x1] = [places.x(from), places.x(to)];
  const passes = label !== "outcome" && Math.abs(x1 - x0) > places.serving - places.client + 1;
  const over = passes || label === "" ? ARC : 0;
  return { x: x0 + share * (x1 - x0), y: -over * Math.sin(Math.PI * share) };
}
