// Parked tasks pile up as a field of dots. It never draws more than it can show: one dot then
// stands for 10, 100, 1,000 tasks, and the caption says so.

import { count } from "../data.js";

const DOT = 6;
const ROWS = 8;

export class Dots {
  constructor(canvas, caption, look) {
    Object.assign(this, { canvas, caption, look, width: 300, shown: null });
  }

  /** Take the width that the page gives; asking for it at each repaint would cost a layout. */
  fit() {
    this.width = Math.max(120, Math.floor(this.canvas.clientWidth));
    this.shown = null;
  }

  /** Draw `parked` tasks. */
  show(parked) {
    if (parked === this.shown) return;
    this.shown = parked;
    const { width } = this;
    const room = Math.floor(width / DOT) * ROWS;
    let each = 1;
    while (parked / each > room) each *= 10;
    const ratio = globalThis.devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = ROWS * DOT * ratio;
    const draw = this.canvas.getContext("2d");
    draw.scale(ratio, ratio);
    draw.fillStyle = this.look.fill;
    const dots = Math.ceil(parked / each);
    for (let i = 0; i < dots; i++) {
      draw.fillRect(Math.floor(i / ROWS) * DOT, (ROWS - 1 - (i % ROWS)) * DOT, DOT - 2, DOT - 2);
    }
    this.caption.textContent =
      parked === 0
        ? "nothing is parked"
        : `${count(parked)} parked; ${each === 1 ? "a square is one task" : `a square is ${count(each)} tasks`}`;
  }
}
