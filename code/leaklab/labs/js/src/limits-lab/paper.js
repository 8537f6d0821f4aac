// What the lab's pictures are drawn on: a scale over time, and steps stacked by role.
// For the eye alone: read-outs and the sentence say the same in words.

import { count } from "../data.js";
import { svg } from "../ui/dom.js";
import { colourOf, ink } from "../ui/theme.js";

/** @import { Role } from "../made/roles.js" */

export const LEFT = 44; // room for the numbers of an axis, or the names of lanes
export const RIGHT = 62; // and for a word at the end
const NARROWEST = 230;
const LETTER = 7; // at most, of 12 px

/**
 * The least of 1, 2, 5, 10, … of which `most` make at least `span`.
 * @param {number} span
 * @param {number} most
 */
export function roundStep(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most || 1));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => span / step <= most) ?? span;
}

export class Paper {
  /**
   * @param {number} width
   * @param {number} left
   * @param {number} right
   */
  constructor(width, left = LEFT, right = RIGHT) {
    this.width = Math.max(NARROWEST, Math.floor(width));
    this.left = left;
    this.end = this.width - right;
    this.until = 1;
    /** @type {SVGElement[]} */
    this.parts = [];
  }

  /**
   * Make room for the widest words on either side.
   * @param {string[]} before
   * @param {string[]} [after]
   */
  room(before, after = []) {
    const wide = (/** @type {string[]} */ words) =>
      Math.max(0, ...words.map((each) => each.length * LETTER + 12));
    this.left = Math.max(this.left, wide(before));
    this.end = Math.min(this.end, this.width - wide(after));
  }

  /** @param {number} t */
  x(t) {
    return this.left + (Math.min(t, this.until) / this.until) * (this.end - this.left);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {string} words
   * @param {Record<string, string>} [attributes]
   */
  text(x, y, words, attributes = {}) {
    this.parts.push(svg("text", { x, y, fill: ink().ink, ...attributes }, words));
  }

  /**
   * @param {number} x1
   * @param {number} y1
   * @param {number} x2
   * @param {number} y2
   * @param {Record<string, string | number>} [attributes]
   */
  line(x1, y1, x2, y2, attributes = {}) {
    this.parts.push(svg("line", { x1, y1, x2, y2, stroke: ink().grid, ...attributes }));
  }

  /**
   * The scale of time at `y`, in units of `unit` seconds.
   * @param {number} y
   * @param {number} unit
   * @param {string} label
   */
  time(y, unit, label) {
    const room = Math.max(2, Math.floor((this.end - this.left) / 52));
    const step = roundStep(this.until / unit, Math.min(8, room));
    this.line(this.left, y, this.end, y, { stroke: ink().ink });
    for (let n = 0; n * step * unit <= this.until * 1.0001; n++) {
      const x = this.x(n * step * unit);
      this.line(x, y, x, y + 4, { stroke: ink().ink });
      this.text(x, y + 17, String(Number((n * step).toFixed(6))), { "text-anchor": "middle" });
    }
    this.text(this.end + 18, y + 17, label);
  }

  /**
   * Numbers at the left, from 0 to `top`, between two heights.
   * @param {number} top
   * @param {number} high
   * @param {number} low
   */
  tasks(top, high, low) {
    for (const share of [0, 0.5, 1]) {
      const value = top * share;
      if (!Number.isInteger(value)) continue;
      const y = low - share * (low - high);
      this.line(this.left, y, this.end, y);
      this.text(this.left - 6, y + 4, count(value), { "text-anchor": "end" });
    }
  }

  /**
   * Columns of counts, each on those before it; a count holds until the next sample.
   * @param {Record<string, number[]>} columns by role, the lowest first
   * @param {number} every s between samples
   * @param {number} top
   * @param {number} high
   * @param {number} low
   */
  stack(columns, every, top, high, low) {
    const y = (/** @type {number} */ n) => (low - (n / top) * (low - high)).toFixed(1);
    let below = Object.values(columns)[0].map(() => 0);
    for (const [role, column] of Object.entries(columns)) {
      if (!column.some(Boolean)) continue;
      const above = below.map((n, i) => n + column[i]);
      const d = `M${this.#edge(above, every, y)} L${this.#edge(below, every, y).split(" L").reverse().join(" L")} Z`;
      this.parts.push(
        svg("path", {
          d,
          fill: `url(#fill-${role})`,
          stroke: colourOf(/** @type {Role} */ (role)),
        }),
      );
      below = above;
    }
  }

  /**
   * @param {number[]} counts
   * @param {number} every
   * @param {(n: number) => string} y
   */
  #edge(counts, every, y) {
    const points = [];
    for (const [i, n] of counts.entries()) {
      const same = i > 0 && i < counts.length - 1 && n === counts[i - 1] && n === counts[i + 1];
      if (same) continue; // within a plateau
      const x = this.x(i * every).toFixed(1);
      if (i > 0) points.push(`${x},${y(counts[i - 1])}`);
      points.push(`${x},${y(n)}`);
    }
    return points.join(" L");
  }

  /**
   * A bar from `from` to `to`: null is for ever, and nothing is drawn where it would be empty.
   * @param {number} from
   * @param {number | null} to
   * @param {number} y
   * @param {number} high
   * @param {Role | null} role null is the client
   */
  bar(from, to, y, high, role) {
    const left = this.x(from);
    const width = (to === null ? this.end : this.x(to)) - left;
    if (width <= 0) return;
    const fill = role ? `url(#fill-${role})` : ink().mixed;
    const stroke = role ? colourOf(role) : ink().ink;
    this.parts.push(
      svg("rect", { x: left, y, width, height: high, fill, stroke, class: role ?? "client" }),
    );
  }
}
