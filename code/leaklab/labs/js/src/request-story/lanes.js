// A request's tasks as lanes over time, to scale, and the messages between them as arrows.
// A picture for the eye: the list of steps beside it says the same in words.

import { plain } from "../data.js";
import { LOOKS, ROLES } from "../made/roles.js";
import { svg } from "../ui/dom.js";
import { pattern } from "../ui/hatch.js";
import { wideOf as wideIn } from "../ui/measure.js";
import { colourOf, ink } from "../ui/theme.js";
import { arrowsOf, drawn, ROWS } from "./arrows.js";
import { stretches } from "./data.js";
import { along, beside, boxAt, placed } from "./labels.js";
import { ticks } from "./scale.js";

/** @import { Role } from "../made/roles.js" */
/** @import { StoryData } from "../made/wire.js" */
/** @import { Arrow } from "./arrows.js" */
/** @import { Step, Stretch } from "./data.js" */
/** @import { Box, Spot } from "./labels.js" */

/** Words that are still to be placed. @typedef {{words: string, look: Record<string, string>, wide: number, spots: Spot[]}} Words */

const TOP = { timeout: 13, latency: 29 }; // a row each: they may be at nearly the same time
const BOTTOM = 244;
const HEIGHT = 274;
const LEFT = 78; // room for the lanes' names
const RIGHT = 16;
const NARROWEST = 240;
/** @type {Record<string, number>} */
const THICK = { runs: 18, waits: 6, parked: 18 };
const TICK = 64; // from one tick to the next at least
const WORDY = 44; // a bar this wide has room for its state's name
const BOLD = "700 13px system-ui, sans-serif"; // the widest in which words are set

/** @param {string} name of a lane, the client's apart */
const isRole = (name) => ROLES.includes(/** @type {Role} */ (name));

/**
 * How wide words are at most.
 * @param {string} words
 */
const wideOf = (words) => wideIn(words, BOLD);

/**
 * @param {number} x
 * @param {number} top
 * @param {number} bottom
 * @returns {Box}
 */
const line = (x, top, bottom) => ({ left: x - 1, top, right: x + 1, bottom });

export class Lanes {
  width = 0;

  /** @param {Pick<StoryData, "plan" | "tasks">} data */
  constructor({ plan, tasks }) {
    this.plan = plan;
    this.tasks = tasks;
    this.element = svg("svg", { class: "lanes", "aria-hidden": "true", height: HEIGHT });
    this.defs = svg("defs", {}, ...ROLES.map(pattern));
  }

  /** Be as wide as there is room. Asked for at each step, it would have the page laid out twice. */
  fit() {
    this.width = Math.max(NARROWEST, Math.floor(this.element.parentElement?.clientWidth ?? 0));
  }

  /**
   * Draw the story as far as step `at`; what comes after it only for paper. The handler of the
   * request takes `latency` s.
   * @param {Step[]} steps
   * @param {number} at
   * @param {number} latency
   */
  show(steps, at, latency) {
    if (!this.width) this.fit();
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    const now = steps[at].t;
    const bars = this.tasks.flatMap((task) => stretches(steps, task, this.plan.until_s));
    const arrows = arrowsOf(steps, this.plan.timeout_s, (t) => this.x(t));
    const shapes = [
      ...bars.flatMap((bar) => this.bar(bar, at, now)),
      ...arrows.map((arrow) => drawn(arrow, when(arrow.i, at))),
    ];
    const words = this.words(bars, arrows, at, steps.length, latency);
    this.element.replaceChildren(this.defs, ...this.frame(now, latency), ...shapes, ...words);
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
   * Words centred on a time, but inside the drawing.
   * @param {number} t
   * @param {number} y
   * @param {string} words
   */
  over(t, y, words) {
    const half = wideOf(words) / 2;
    const x = Math.min(this.width - half, Math.max(half, this.x(t)));
    return this.text(x, y, words, { "text-anchor": "middle" });
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
   * Names of lanes, the scale, the timeout, the latency that is set, the moment shown.
   * @param {number} now
   * @param {number} latency
   */
  frame(now, latency) {
    const { timeout_s: timeout, until_s: until } = this.plan;
    const names = Object.entries(ROWS).flatMap(([name, y]) => [
      ...(isRole(name) ? [this.icon(/** @type {Role} */ (name), y)] : []),
      this.text(16, y + 4, name, isRole(name) ? { "data-role": name } : {}),
      this.level(y, ink().grid),
    ]);
    const most = Math.max(1, Math.floor((this.end - LEFT) / TICK));
    const scale = ticks(until, Math.min(5, most)).flatMap((t) => [
      this.upright(t, BOTTOM, BOTTOM + 5, { stroke: ink().ink }),
      this.over(t, BOTTOM + 24, `${plain(t)} s`),
    ]);
    const dashed = { stroke: colourOf("parked"), "stroke-width": 2, "stroke-dasharray": "5 4" };
    const dotted = { stroke: colourOf("worker"), "stroke-width": 2, "stroke-dasharray": "2 3" };
    return [
      ...names,
      this.level(BOTTOM, ink().ink),
      ...scale,
      this.upright(timeout, TOP.timeout + 5, BOTTOM, dashed),
      this.over(timeout, TOP.timeout, `timeout ${plain(timeout)} s`),
      this.upright(latency, TOP.latency + 5, ROWS.worker, dotted),
      this.over(latency, TOP.latency, `latency ${plain(latency)} s`),
      this.upright(now, TOP.latency + 5, BOTTOM, { class: "now" }),
      svg("path", { d: `M${this.x(now)},${BOTTOM} l6,10 h-12 z`, class: "now" }),
    ];
  }

  /**
   * @param {Role} role
   * @param {number} y
   */
  icon(role, y) {
    return this.text(0, y + 4, LOOKS[role].icon, { fill: colourOf(role), "data-role": role });
  }

  /**
   * A stretch: thick where the task runs, thin where it waits, hatched red where it is parked.
   * @param {Stretch} stretch
   * @param {number} at
   * @param {number} now
   */
  bar({ task, state, t, end, i }, at, now) {
    const role = roleOf(task, state);
    const high = THICK[state];
    const left = this.x(t);
    const rect = (/** @type {number} */ until, /** @type {string} */ name) =>
      svg("rect", {
        x: left,
        y: ROWS[task] - high / 2,
        width: this.x(until) - left,
        height: high,
        fill: `url(#fill-${role})`,
        stroke: colourOf(role),
        class: name,
        "data-role": role,
      });
    const whole = rect(end, "later");
    return i <= at && now > t ? [whole, rect(Math.min(end, now), "past")] : [whole];
  }

  /**
   * The words at arrows and bars, in the order in which a reader comes to them, so that none
   * jumps from one step to the next.
   * @param {Stretch[]} bars
   * @param {Arrow[]} arrows
   * @param {number} at
   * @param {number} count of all steps
   * @param {number} latency
   */
  words(bars, arrows, at, count, latency) {
    const labels = [
      ...bars.flatMap((bar) => this.state(bar, at, count)),
      ...arrows.map((arrow) => this.message(arrow, at)),
    ].sort((one, other) => one.i - other.i);
    const taken = Object.entries(ROWS).map(([name, y]) =>
      boxAt({ x: 0, y: y + 4, anchor: "start" }, 16 + wideOf(name)),
    );
    const lines = [
      line(this.x(this.plan.timeout_s), 0, BOTTOM),
      line(this.x(latency), 0, ROWS.worker),
      ...arrows.map(({ x, from, to }) => line(x, Math.min(from, to), Math.max(from, to))),
      ...bars.map(({ task, state, t, end }) => ({
        left: this.x(t),
        top: ROWS[task] - THICK[state] / 2,
        right: this.x(end),
        bottom: ROWS[task] + THICK[state] / 2,
      })),
    ];
    const within = { left: 0, top: TOP.latency + 4, right: this.width, bottom: BOTTOM };
    const spots = placed(labels, within, taken, lines);
    return labels.flatMap(({ words, look }, n) => {
      const spot = spots[n];
      return spot
        ? [this.text(spot.x, spot.y, words, { ...look, "text-anchor": spot.anchor })]
        : [];
    });
  }

  /**
   * The name of a bar's state, where it has room; always of the one that does not end.
   * @param {Stretch} stretch
   * @param {number} at
   * @param {number} count
   * @returns {(Words & {i: number})[]}
   */
  state({ task, state, t, end, i }, at, count) {
    const parked = state === "parked";
    const [left, right] = [this.x(t), this.x(end)];
    if (right - left <= WORDY && !parked) return [];
    const wide = wideOf(parked ? "parked for ever" : state);
    const words = parked && at === count - 1 ? "parked for ever" : state;
    const fill = colourOf(roleOf(task, state));
    const role = { "data-role": roleOf(task, state) };
    const look = { class: `state ${i <= at ? "past" : "later"}`, fill, ...role };
    const spots = along(left, right, ROWS[task], THICK[state], wide);
    return [{ i, words, look, wide, spots }];
  }

  /**
   * @param {Arrow} arrow
   * @param {number} at
   * @returns {Words & {i: number}}
   */
  message({ i, x, from, to, label }, at) {
    const way = Math.sign(to - from);
    const spots = beside(x, to - way * 14 + 4, from);
    return {
      i,
      words: label,
      look: { class: `message ${when(i, at)}` },
      wide: wideOf(label),
      spots,
    };
  }
}

/**
 * @param {string} task
 * @param {string} state
 */
const roleOf = (task, state) => /** @type {Role} */ (state === "parked" ? "parked" : task);

/**
 * @param {number} i
 * @param {number} at
 */
const when = (i, at) => (i < at ? "past" : i === at ? "acts" : "later");
