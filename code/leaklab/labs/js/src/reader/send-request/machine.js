// The machine's many requests: their one recorded run, uncovered in the plot as it is played.

/** @import { MachinePlot } from "./plot.js" */
/** @import { Stage } from "./stage.js" */

const LASTS_MS = 5000; // its whole run

export class Machine {
  /** How far its run is played; null when it is not going on. @type {number | null} */
  #played = null;
  #over = false; // and its picture is still there
  #handler = "";

  /**
   * @param {MachinePlot} plot
   * @param {Stage} stage
   */
  constructor(plot, stage) {
    this.plot = plot;
    this.stage = stage;
  }

  get goesOn() {
    return this.#played !== null;
  }

  /**
   * @param {string} handler
   * @param {boolean} whole show all of its run at once
   */
  begin(handler, whole) {
    this.#handler = handler;
    this.#played = whole ? LASTS_MS : 0;
    this.#draw();
    this.stage.turnTo("machine");
  }

  /**
   * Play on. What the tasks are then; null when the run has come to its end.
   * @param {number} passed ms
   */
  move(passed) {
    this.#played = (this.#played ?? 0) + passed;
    const share = Math.min(1, this.#played / LASTS_MS);
    if (share === 1) return null;
    this.plot.uncover(share);
    return this.plot.at(this.#handler, share);
  }

  /** It has come to its end, or is cut short: its picture is whole now. */
  end() {
    this.#played = null;
    this.#over = true;
    this.plot.uncover(1);
  }

  /** The picture turns back to single requests. */
  clear() {
    this.#played = null;
    this.#over = false;
    this.stage.turnTo("requests");
  }

  /** Take the width that the picture has now. */
  fit() {
    if (this.goesOn || this.#over) this.#draw();
  }

  #draw() {
    const { places, element } = this.stage;
    this.plot.draw(this.#handler, places.lanes - 12, Number(element.getAttribute("height")));
    this.plot.uncover(this.#played === null ? 1 : this.#played / LASTS_MS);
  }
}
