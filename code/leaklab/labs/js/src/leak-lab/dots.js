// Parked tasks pile up as a field of dots. It never draws more than it can show: one dot then
// stands for 10, 100, 1,000 tasks, and the caption says so.

import { count } from "../data.js";
import { LOOKS } from "../made/roles.js";
import { h } from "../ui/dom.js";
import { areForced, ink } from "../ui/theme.js";

const DOT = 6;
const ROWS = 8;

/**
 * How many tasks one dot stands for, of a field with room for so many dots.
 * @param {number} parked
 * @param {number} room
 */
export function tasksADot(parked, room) {
  let each = 1;
  while (parked / each > room) each *= 10;
  return each;
}

export class Dots {
  canvas = h("canvas", { class: "dots", "aria-hidden": "true" });
  caption = h("p", { class: "small" });
  width = 300;
  /** @type {number | null} */
  #shown = null;

  /** Take the width that the page gives; asking for it at each repaint would cost a layout. */
  fit() {
    this.width = Math.max(120, Math.floor(this.canvas.clientWidth));
    this.#shown = null;
  }

  /**
   * Draw `parked` tasks.
   * @param {number} parked
   */
  show(parked) {
    if (parked === this.#shown) return;
    this.#shown = parked;
    const { canvas, width } = this;
    const each = tasksADot(parked, Math.floor(width / DOT) * ROWS);
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = ROWS * DOT * ratio;
    const draw = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    draw.scale(ratio, ratio);
    draw.fillStyle = areForced() ? ink().ink : LOOKS.parked.fill;
    const dots = Math.ceil(parked / each);
    for (let i = 0; i < dots; i++) {
      const [x, y] = [Math.floor(i / ROWS), ROWS - 1 - (i % ROWS)];
      draw.fillRect(x * DOT, y * DOT, DOT - 2, DOT - 2);
    }
    const words = each === 1 ? "a square is one task" : `a square is ${count(each)} tasks`;
    this.caption.textContent = parked ? `${count(parked)} parked; ${words}` : "nothing is parked";
  }
}
