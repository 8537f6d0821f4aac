// A request's tasks as lanes over time, to scale, and the messages between them as arrows.
// A picture for the eye: the list of steps beside it says the same in words.

import { plain } from "../data.js";
import { LOOKS, ROLES } from "../made/roles.js";
import { svg } from "../ui/dom.js";
import { pattern } from "../ui/hatch.js";
import { colourOf, ink } from "../ui/theme.js";
import { stretches } from "./data.js";

/** @import { Role } from "../made/roles.js" */
/** @import { StoryData } from "../made/wire.js" */
/** @import { Step, Stretch } from "./data.js" */

/** @typedef {{i: number, t: number, from: number, to: number, receiver: string, label: string}} Arrow */

/** @type {Record<string, number>} */
const ROWS = { client: 40, serving: 92, worker: 150, drainer: 208 };
const BOTTOM = 236;
const HEIGHT = 266;
const LEFT = 78; // room for the lanes' names
const RIGHT = 16;
/** @type {Record<string, number>} */
const THICK = { runs: 18, waits: 6, parked: 18 };
const STUB = 30; // how far a message goes that nobody receives
const BESIDE = 12; // between arrows of the same instant
const TICKS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
const WORDY = 44; // a bar this wide has room for its state's name

/**
 * Whether two arrows of one instant would cover each other.
 * @param {Arrow} one
 * @param {Arrow} other
 */
const overlap = (one, other) =>
  Math.min(one.from, one.to) < Math.max(other.from, other.to) &&
  Math.min(other.from, other.to) < Math.max(one.from, one.to);

/** @param {string} name of a lane, the client's apart */
const isRole = (name) => ROLES.includes(/** @type {Role} */ (name));

export class Lanes {
  width = 240;

  /** @param {Pick<StoryData, "plan" | "tasks">} data */
  constructor({ plan, tasks }) {
    this.plan = plan;
    this.tasks = tasks;
    this.element = svg("svg", { class: "lanes", "aria-hidden": "true", height: HEIGHT });
    this.defs = svg("defs", {}, ...ROLES.map(pattern));
  }

  /**
   * Draw the whole story; what comes after step `at` only faintly.
   * @param {Step[]} steps
   * @param {number} at
   */
  show(steps, at) {
    this.width = Math.max(240, Math.floor(this.element.parentElement?.clientWidth ?? 0));
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    const now = steps[at].t;
    const bars = this.tasks.flatMap((task) =>
      stretches(steps, task, this.plan.until_s).flatMap((each) =>
        this.bar(each, at, now, steps.length),
      ),
    );
    const drawn = [...bars, ...this.messages(steps, at)];
    const words = drawn.filter((part) => part.tagName === "text");
    const shapes = drawn.filter((part) => part.tagName !== "text");
    this.element.replaceChildren(this.defs, ...this.frame(now), ...shapes, ...words); // words on top
  }

  get end() {
    return this.width - RIGHT;
  }

  /** @param {number} t */
  x(t) {
    return LEFT + (t / this.plan.until_s) * (this.end - LEFT);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {string} words
   * @param {Record<string, string>} [attributes]
   */
  text(x, y, words, attributes = {}) {
    return svg("text", { x, y, fill: ink().ink, ...attributes }, words);
  }

  /**
   * @param {number} t
   * @param {number} y0
   * @param {number} y1
   * @param {Record<string, string | number>} attributes
   */
  upright(t, y0, y1, attributes) {
    return svg("line", { x1: this.x(t), x2: this.x(t), y1: y0, y2: y1, ...attributes });
  }

  /**
   * @param {number} y
   * @param {string} stroke
   */
  level(y, stroke) {
    return svg("line", { x1: LEFT, x2: this.end, y1: y, y2: y, stroke });
  }

  /**
   * Names of lanes, the scale, the timeout, the moment shown.
   * @param {number} now
   */
  frame(now) {
    const { timeout_s: timeout, until_s: until } = this.plan;
    const middle = { "text-anchor": "middle" };
    const names = Object.entries(ROWS).flatMap(([name, y]) => [
      ...(isRole(name) ? [this.icon(/** @type {Role} */ (name), y)] : []),
      this.text(16, y + 4, name),
      this.level(y, ink().grid),
    ]);
    const every = TICKS_S.find((step) => until / step <= 5) ?? until;
    const ticks = [...Array(Math.floor(until / every + 1e-9) + 1).keys()].flatMap((i) => [
      this.upright(i * every, BOTTOM, BOTTOM + 5, { stroke: ink().ink }),
      this.text(this.x(i * every), BOTTOM + 24, `${plain(i * every)} s`, middle),
    ]);
    const dashed = { stroke: colourOf("parked"), "stroke-width": 2, "stroke-dasharray": "5 4" };
    return [
      ...names,
      this.level(BOTTOM, ink().ink),
      ...ticks,
      this.upright(timeout, 20, BOTTOM, dashed),
      this.text(this.x(timeout), 14, `timeout ${plain(timeout)} s`, middle),
      this.upright(now, 24, BOTTOM, { class: "now" }),
      svg("path", { d: `M${this.x(now)},${BOTTOM} l6,10 h-12 z`, class: "now" }),
    ];
  }

  /**
   * @param {Role} role
   * @param {number} y
   */
  icon(role, y) {
    return this.text(0, y + 4, LOOKS[role].icon, { fill: colourOf(role) });
  }

  /**
   * A stretch: thick where the task runs, thin where it waits, hatched red where it is parked.
   * @param {Stretch} stretch
   * @param {number} at
   * @param {number} now
   * @param {number} count of all steps
   */
  bar({ task, state, t, end, i }, at, now, count) {
    const role = /** @type {Role} */ (state === "parked" ? "parked" : task);
    const high = THICK[state];
    const [left, right] = [this.x(t), this.x(end)];
    const rect = (/** @type {number} */ until, /** @type {string} */ name) =>
      svg("rect", {
        x: left,
        y: ROWS[task] - high / 2,
        width: until - left,
        height: high,
        fill: `url(#fill-${role})`,
        stroke: colourOf(role),
        class: name,
      });
    /** @type {SVGElement[]} */
    const parts = [rect(right, "later")];
    if (i <= at && now > t) parts.push(rect(Math.min(right, this.x(now)), "past"));
    if (right - left > WORDY || state === "parked") {
      const words = state === "parked" && at === count - 1 ? "parked for ever" : state;
      const narrow = this.end - left < 110; // the words would leave the picture
      const style = { class: `state ${i <= at ? "past" : "later"}`, fill: colourOf(role) };
      const y = ROWS[task] + high / 2 + 14;
      const anchored = narrow ? { ...style, "text-anchor": "end" } : style;
      parts.push(this.text(narrow ? this.end : left + 6, y, words, anchored));
    }
    return parts;
  }

  /**
   * Arrows. Those of one instant that would cover each other stand side by side, none beyond the
   * timeout.
   * @param {Step[]} steps
   * @param {number} at
   */
  messages(steps, at) {
    /** @type {Arrow[]} */
    const arrows = steps.flatMap(({ t, message }, i) => {
      if (!message) return [];
      const { sender, receiver, label } = message;
      const from = ROWS[sender];
      return [{ i, t, from, to: ROWS[receiver] ?? from - STUB, receiver, label }];
    });
    return arrows.flatMap((arrow, n) => {
      const meets = (/** @type {Arrow} */ other) =>
        other !== arrow && other.t === arrow.t && overlap(other, arrow);
      const before = arrows.slice(0, n).filter(meets).length;
      const after = arrows.slice(n).filter(meets).length;
      const x = this.x(arrow.t) + BESIDE * (arrow.t < this.plan.timeout_s ? -after : before);
      const group = arrow.i < at ? "past" : arrow.i === at ? "acts" : "later";
      return this.arrow(arrow, x, after > 0, before > 0, group);
    });
  }

  /**
   * One arrow at `x`, its label beside its head: on the left if it is not the last there.
   * @param {Arrow} arrow
   * @param {number} x
   * @param {boolean} first
   * @param {boolean} last
   * @param {string} group
   */
  arrow({ from, to, receiver, label }, x, first, last, group) {
    const way = Math.sign(to - from);
    /** @type {Record<string, string>} */
    const heads = {
      nobody: `M${x - 5},${to - 5} l10,10 m0,-10 l-10,10`,
      channel: `M${x - 4},${to - 4} h8 v8 h-8 z`,
    };
    const head =
      heads[receiver] ?? `M${x - 5},${to - way * 8} L${x},${to} L${x + 5},${to - way * 8}`;
    const left = (first && x > LEFT + 60) || x > this.end - 80;
    let y = receiver in heads ? to + 4 : to - way * 18 + 4;
    if (left && last) y -= 16; // the other's label is there already
    const style = { class: `message ${group}`, "text-anchor": left ? "end" : "start" };
    return [
      svg("path", {
        d: `M${x},${from} V${to} ${head}`,
        stroke: ink().ink,
        class: `message ${group}`,
      }),
      this.text(left ? x - 9 : x + 9, y, label, style),
    ];
  }
}
