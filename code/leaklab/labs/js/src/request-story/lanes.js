// A request's tasks as lanes over time, to scale, and the messages between them as arrows.
// A picture for the eye: the list of steps beside it says the same in words.

import { plain } from "../data.js";
import { ink, isDark } from "../ui/theme.js";

const ROWS = { client: 40, serving: 92, worker: 150, drainer: 208 };
const BOTTOM = 236;
const HEIGHT = 266;
const LEFT = 78; // room for the lanes' names
const RIGHT = 16;
const THICK = { runs: 18, waits: 6, parked: 18 };
const STUB = 30; // how far a message goes that nobody receives
const BESIDE = 12; // between arrows of the same instant
const TICKS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
const WORDY = 44; // a bar this wide has room for its state's name
const HATCH = { "//": "M-2,10 L10,-2 M8,12 L12,8", xx: "M0,0 L10,10 M10,0 L0,10", "..": "M3,5 h3" };

/** An SVG element with attributes and children. */
function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A fill that shows a role by colour and, as a second cue, by hatch. */
function pattern(role, { colour, fill, hatch }) {
  return s(
    "pattern",
    { id: `fill-${role}`, width: 10, height: 10, patternUnits: "userSpaceOnUse" },
    s("rect", { width: 10, height: 10, fill }),
    s("path", { d: HATCH[hatch] || "", stroke: colour, "stroke-width": hatch === ".." ? 3 : 1.5 }),
  );
}

/** The stretches of time in which `task` is in one state: from `t` to `end`, since step `i`. */
function stretches(steps, task, until) {
  const own = steps.map((step, i) => ({ ...step, i })).filter((step) => step.task === task);
  const turns = own.filter((step, n) => step.state !== own[n - 1]?.state);
  return turns
    .map((turn, n) => ({ ...turn, end: turns[n + 1]?.t ?? until }))
    .filter(({ t, end, state }) => state !== "ended" && end > t);
}

const overlap = (one, other) =>
  Math.min(one.from, one.to) < Math.max(other.from, other.to) &&
  Math.min(other.from, other.to) < Math.max(one.from, one.to);

export class Lanes {
  constructor({ looks, plan, tasks }) {
    Object.assign(this, { looks, plan, tasks });
    this.element = s("svg", { class: "lanes", "aria-hidden": "true", height: HEIGHT });
    this.defs = s("defs", {}, ...Object.entries(looks).map(([role, look]) => pattern(role, look)));
  }

  /** Draw the whole story; what comes after step `at` only faintly. */
  show(steps, at) {
    this.width = Math.max(240, Math.floor(this.element.parentNode.clientWidth));
    this.end = this.width - RIGHT;
    this.element.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    const now = steps[at].t;
    const bars = this.tasks.flatMap((task) =>
      stretches(steps, task, this.plan.until_s).flatMap((each) =>
        this.bar(each, at, now, steps.length),
      ),
    );
    const arrows = this.messages(steps, at);
    const words = (parts, wanted) => parts.filter((part) => (part.tagName === "text") === wanted);
    const drawn = [...bars, ...arrows]; // words last: no line crosses them
    this.element.replaceChildren(
      this.defs,
      ...this.frame(now),
      ...words(drawn, false),
      ...words(drawn, true),
    );
  }

  x(t) {
    return LEFT + (t / this.plan.until_s) * (this.end - LEFT);
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
    const upright = (t, y0, y1, attributes) =>
      s("line", { x1: this.x(t), x2: this.x(t), y1: y0, y2: y1, ...attributes });
    const level = (y, stroke) => s("line", { x1: LEFT, x2: this.end, y1: y, y2: y, stroke });
    const names = Object.entries(ROWS).flatMap(([name, y]) => {
      const icon = this.looks[name]
        ? [this.text(0, y + 4, this.looks[name].icon, { fill: this.colour(name) })]
        : [];
      return [...icon, this.text(16, y + 4, name), level(y, ink().grid)];
    });
    const every = TICKS_S.find((step) => until / step <= 5) ?? until;
    const ticks = [...Array(Math.floor(until / every + 1e-9) + 1).keys()].flatMap((i) => [
      upright(i * every, BOTTOM, BOTTOM + 5, { stroke: ink().ink }),
      this.text(this.x(i * every), BOTTOM + 24, `${plain(i * every)} s`, {
        "text-anchor": "middle",
      }),
    ]);
    return [
      ...names,
      level(BOTTOM, ink().ink),
      ...ticks,
      upright(timeout, 20, BOTTOM, {
        stroke: this.colour("parked"),
        "stroke-width": 2,
        "stroke-dasharray": "5 4",
      }),
      this.text(this.x(timeout), 14, `timeout ${plain(timeout)} s`, { "text-anchor": "middle" }),
      upright(now, 24, BOTTOM, { class: "now" }),
      s("path", { d: `M${this.x(now)},${BOTTOM} l6,10 h-12 z`, class: "now" }),
    ];
  }

  /** A stretch: thick where the task runs, thin where it waits, hatched red where it is parked. */
  bar({ task, state, t, end, i }, at, now, count) {
    const role = state === "parked" ? "parked" : task;
    const high = THICK[state];
    const [left, right] = [this.x(t), this.x(end)];
    const rect = (until, name) =>
      s("rect", {
        x: left,
        y: ROWS[task] - high / 2,
        width: until - left,
        height: high,
        fill: `url(#fill-${role})`,
        stroke: this.colour(role),
        class: name,
      });
    const parts = [rect(right, "later")];
    if (i <= at && now > t) parts.push(rect(Math.min(right, this.x(now)), "past"));
    if (right - left > WORDY || state === "parked") {
      const words = state === "parked" && at === count - 1 ? "parked for ever" : state;
      const narrow = this.end - left < 110; // the words would leave the picture
      const style = { class: `state ${i <= at ? "past" : "later"}`, fill: this.colour(role) };
      if (narrow) style["text-anchor"] = "end";
      parts.push(this.text(narrow ? this.end : left + 6, ROWS[task] + high / 2 + 14, words, style));
    }
    return parts;
  }

  /** Arrows. Those of one instant that would cover each other stand side by side, none beyond the timeout. */
  messages(steps, at) {
    const arrows = steps.flatMap(({ t, message }, i) => {
      if (!message) return [];
      const { sender, receiver, label } = message;
      const from = ROWS[sender];
      return [{ i, t, from, to: ROWS[receiver] ?? from - STUB, receiver, label }];
    });
    return arrows.flatMap((arrow, n) => {
      const meets = (other) => other !== arrow && other.t === arrow.t && overlap(other, arrow);
      const before = arrows.slice(0, n).filter(meets).length;
      const after = arrows.slice(n).filter(meets).length;
      const x = this.x(arrow.t) + BESIDE * (arrow.t < this.plan.timeout_s ? -after : before);
      const group = arrow.i < at ? "past" : arrow.i === at ? "acts" : "later";
      return this.arrow(arrow, x, after > 0, before > 0, group);
    });
  }

  /** One arrow at `x`, its label beside its head: on the left if it is not the last there. */
  arrow({ from, to, receiver, label }, x, first, last, group) {
    const way = Math.sign(to - from);
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
      s("path", {
        d: `M${x},${from} V${to} ${head}`,
        stroke: ink().ink,
        class: `message ${group}`,
      }),
      this.text(left ? x - 9 : x + 9, y, label, style),
    ];
  }
}
