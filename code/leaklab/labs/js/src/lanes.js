// A request's tasks as lanes over time, to scale, and the messages between them as arrows.
// A picture for the eye: the list of steps beside it says the same in words.

import { plain } from "./data.js";
import { ink, isDark } from "./theme.js";

const ROWS = { client: 40, serving: 92, worker: 150, drainer: 208 };
const BOTTOM = 236;
const HEIGHT = 266;
const LEFT = 78; // room for the lanes' names
const RIGHT = 16;
const THICK = { runs: 18, waits: 6, parked: 18 };
const STUB = 30; // how far a message goes that nobody receives
const TICKS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
const WORDY = 44; // a bar this wide has room for its state's name

/** An SVG element with attributes and children. */
function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const HATCH = { "//": "M-2,10 L10,-2 M8,12 L12,8", xx: "M0,0 L10,10 M10,0 L0,10", "..": "M3,5 h3" };

/** A fill that shows a role by colour and, as a second cue, by hatch. */
function pattern(role, { colour, fill, hatch }) {
  return s(
    "pattern",
    { id: `fill-${role}`, width: 10, height: 10, patternUnits: "userSpaceOnUse" },
    s("rect", { width: 10, height: 10, fill }),
    s("path", { d: HATCH[hatch] || "", stroke: colour, "stroke-width": hatch === ".." ? 3 : 1.5 }),
  );
}

export class Lanes {
  constructor({ looks, plan, tasks }) {
    Object.assign(this, { looks, plan, tasks });
    this.element = s("svg", { class: "lanes", "aria-hidden": "true", height: HEIGHT });
    this.defs = s("defs", {}, ...Object.entries(looks).map(([role, look]) => pattern(role, look)));
  }

  /** Draw the whole story; what comes after step `at` only faintly. */
  show(steps, at) {
    this.width = Math.max(240, Math.floor(this.element.parentNode.clientWidth));
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    const now = steps[at].t;
    this.element.replaceChildren(
      this.defs,
      ...this.frame(now),
      ...this.tasks.flatMap((task) => this.bars(steps, task, at, now)),
      ...this.messages(steps, at),
    );
  }

  x(t) {
    return LEFT + (t / this.plan.until_s) * (this.width - LEFT - RIGHT);
  }

  colour(role) {
    return isDark() ? this.looks[role].fill : this.looks[role].colour;
  }

  text(x, y, words, attributes = {}) {
    return s("text", { x, y, fill: ink().ink, ...attributes }, words);
  }

  /** Names of lanes, the scale, the timeout, the moment shown. */
  frame(now) {
    const { timeout_s: timeout, until_s: until } = this.plan;
    const line = (x, y0, y1, attributes) => s("line", { x1: x, x2: x, y1: y0, y2: y1, ...attributes });
    const names = Object.entries(ROWS).flatMap(([name, y]) => {
      const icon = this.looks[name]?.icon;
      const parts = [this.text(16, y + 4, name)];
      if (icon) parts.push(this.text(0, y + 4, icon, { fill: this.colour(name) }));
      parts.push(s("line", { x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y, stroke: ink().grid }));
      return parts;
    });
    const every = TICKS_S.find((step) => until / step <= 5) ?? until;
    const ticks = [...Array(Math.floor(until / every + 1e-9) + 1).keys()].flatMap((i) => [
      line(this.x(i * every), BOTTOM, BOTTOM + 5, { stroke: ink().ink }),
      this.text(this.x(i * every), BOTTOM + 24, `${plain(i * every)} s`, { "text-anchor": "middle" }),
    ]);
    const limit = this.x(timeout);
    return [
      ...names,
      s("line", { x1: LEFT, x2: this.width - RIGHT, y1: BOTTOM, y2: BOTTOM, stroke: ink().ink }),
      ...ticks,
      line(limit, 20, BOTTOM, { stroke: this.colour("parked"), "stroke-width": 2, "stroke-dasharray": "5 4" }),
      this.text(limit, 14, `timeout ${plain(timeout)} s`, { "text-anchor": "middle" }),
      line(this.x(now), 24, BOTTOM, { class: "now" }),
      s("path", { d: `M${this.x(now)},${BOTTOM} l6,10 h-12 z`, class: "now" }),
    ];
  }

  /** The lane of `task`: thick where it runs, thin where it waits, hatched red where it is parked. */
  bars(steps, task, at, now) {
    const own = steps.map((step, i) => ({ ...step, i })).filter((step) => step.task === task);
    return own.flatMap((step, n) => {
      const end = own[n + 1]?.t ?? this.plan.until_s;
      if (step.state === "ended" || (end === step.t && own[n + 1])) return [];
      const role = step.state === "parked" ? "parked" : task;
      const high = THICK[step.state];
      const bar = (until, attributes) =>
        s("rect", {
          x: this.x(step.t),
          y: ROWS[task] - high / 2,
          width: Math.max(0, this.x(until) - this.x(step.t)),
          height: high,
          fill: `url(#fill-${role})`,
          stroke: this.colour(role),
          ...attributes,
        });
      const parts = [bar(end, { class: "later" })];
      if (step.i <= at && now > step.t) parts.push(bar(Math.min(end, now), {}));
      if (this.x(end) - this.x(step.t) > WORDY) {
        const words = step.state === "parked" && at === steps.length - 1 ? "parked for ever" : step.state;
        const style = { class: step.i <= at ? "state" : "state later", fill: this.colour(role) };
        const short = this.x(this.plan.until_s) - this.x(step.t) < 110; // no room on the right
        if (short) style["text-anchor"] = "end";
        const x = short ? this.x(this.plan.until_s) : this.x(step.t) + 6;
        parts.push(this.text(x, ROWS[task] + high / 2 + 14, words, style));
      }
      return parts;
    });
  }

  /** Arrows; those of one instant that would cover each other stand side by side. */
  messages(steps, at) {
    const arrows = steps.flatMap(({ t, message }, i) => {
      if (!message) return [];
      const from = ROWS[message.sender];
      const lost = message.receiver === "nobody";
      return [{ i, t, from, to: lost ? from - STUB : ROWS[message.receiver], lost, label: message.label }];
    });
    return arrows.map((arrow, n) => {
      const meets = (other) => other !== arrow && other.t === arrow.t && overlap(other, arrow);
      const before = arrows.slice(0, n).filter(meets).length;
      const x = this.x(arrow.t) + before * 14;
      const left = x > this.width - RIGHT - 70 || (before === 0 && arrows.some(meets) && x > LEFT + 60);
      const group = arrow.i < at ? "" : arrow.i === at ? "acts" : "later";
      return this.arrow(arrow, x, left, group);
    });
  }

  /** One arrow at `x`, its label beside its head, on the left or on the right. */
  arrow({ from, to, lost, label }, x, left, group) {
    const way = Math.sign(to - from);
    const head = lost
      ? `M${x - 5},${to - 5} l10,10 m0,-10 l-10,10`
      : `M${x - 5},${to - way * 8} L${x},${to} L${x + 5},${to - way * 8}`;
    return s(
      "g",
      { class: `message ${group}` },
      s("path", { d: `M${x},${from} V${to} ${head}`, stroke: ink().ink }),
      this.text(left ? x - 8 : x + 8, to - way * 18 + 4, label, { "text-anchor": left ? "end" : "start" }),
    );
  }
}

const overlap = (one, other) =>
  Math.min(one.from, one.to) < Math.max(other.from, other.to) &&
  Math.min(other.from, other.to) < Math.max(one.from, one.to);
