// The machine's requests: tasks over time, stacked by role, as plain SVG. It is drawn once and
// uncovered as time goes on.

import { count, expandColumns, plain } from "../../data.js";
import { LOOKS, ROLES, STACKED } from "../../made/roles.js";
import { svg } from "../../ui/dom.js";

/** @import { SendData } from "../../made/wire.js" */

const TOP = 44;
const LEFT = 46;
const BELOW = 24;
const KEY_Y = 16;
const NARROW = 430; // where the key takes two lines, and the axis fewer numbers

export class MachinePlot {
  /** @param {SendData} data */
  constructor(data) {
    this.data = data;
    this.element = svg("g", { class: "plot" });
    this.cover = svg("rect", { x: LEFT, y: 0 });
    this.columns = Object.fromEntries(
      Object.entries(data.runs).map(([handler, run]) => [handler, expandColumns(run)]),
    );
    this.most = roundUp(Math.max(...Object.values(data.runs).map(({ peak }) => peak)));
  }

  /**
   * What the tasks are at `share` of the run: time in s, tasks, and those of them that are parked.
   * @param {string} handler
   * @param {number} share
   */
  at(handler, share) {
    const { tasks, parked } = this.columns[handler];
    const i = Math.min(tasks.length - 1, Math.floor(share * (tasks.length - 1)));
    return { t: share * this.data.until_s, tasks: tasks[i], parked: parked[i] };
  }

  /**
   * @param {string} handler
   * @param {number} width
   * @param {number} height
   */
  draw(handler, width, height) {
    this.width = width;
    const bottom = height - BELOW;
    const { until_s: until } = this.data;
    const x = (/** @type {number} */ share) => LEFT + share * (width - LEFT);
    const y = (/** @type {number} */ tasks) => bottom - (tasks / this.most) * (bottom - TOP);
    const text = (
      /** @type {Record<string, string | number>} */ place,
      /** @type {string} */ words,
    ) => svg("text", place, words);
    const every = stepOf(until, width < NARROW ? 3 : 6);
    const ticks = [...Array(Math.floor(until / every + 1e-9) + 1).keys()].map((i) => {
      const at = i * every;
      const end = at === until ? "end" : "middle";
      return text({ x: x(at / until), y: height - 6, "text-anchor": end }, `${plain(at)} s`);
    });
    const levels = [0, this.most / 2, this.most].flatMap((tasks) => [
      svg("path", { class: "grid", d: `M${LEFT},${y(tasks)}H${width}` }),
      text({ x: LEFT - 8, y: y(tasks) + 4, "text-anchor": "end" }, count(tasks)),
    ]);
    const columns = this.columns[handler];
    const below = columns.tasks.map(() => 0);
    const areas = STACKED.map((role) => {
      const low = [...below];
      columns[role].forEach((tasks, i) => {
        below[i] += tasks;
      });
      const edge = { fill: `url(#fill-${role})`, class: `area ${role}` };
      return svg("path", { ...edge, d: area(below, low, x, y) });
    });
    this.cover.setAttribute("height", String(height));
    const clip = svg("clipPath", { id: "so-far" }, this.cover);
    const stack = svg("g", { "clip-path": "url(#so-far)" }, ...areas);
    this.element.replaceChildren(clip, ...levels, stack, ...ticks, ...key(width));
  }

  /** @param {number} share of the run that is over */
  uncover(share) {
    this.cover.setAttribute("width", String(share * ((this.width ?? LEFT) - LEFT)));
  }
}

/**
 * Each role with its icon, over the plot.
 * @param {number} width
 */
function key(width) {
  const narrow = width < NARROW;
  const place = (/** @type {number} */ i) =>
    narrow
      ? { x: 56 + (i % 2) * 90, y: KEY_Y + Math.floor(i / 2) * 16 }
      : { x: 62 + i * 92, y: KEY_Y };
  const items = ROLES.map((role, i) =>
    svg("text", place(i), svg("tspan", { class: `icon ${role}` }, LOOKS[role].icon), ` ${role}`),
  );
  return [svg("text", { x: 0, y: KEY_Y }, "tasks"), ...items];
}

/**
 * The steps of a column, there along `high` and back along `low`.
 * @param {number[]} high
 * @param {number[]} low
 * @param {(share: number) => number} x
 * @param {(tasks: number) => number} y
 */
function area(high, low, x, y) {
  const last = high.length - 1;
  const there = high.map((tasks, i) => `H${round(x(i / last))}V${round(y(tasks))}`);
  const back = low.map((tasks, i) => `V${round(y(tasks))}H${round(x(i / last))}`).reverse();
  return `M${x(0)},${round(y(low[0]))}${there.join("")}${back.join("")}Z`;
}

/** @param {number} value */
const round = (value) => Number(value.toFixed(1));

/** @param {number} most */
export function roundUp(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return (
    [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((each) => each * power).find((each) => each >= most) ??
    most
  );
}

/**
 * A round step that gives at most `ticks` of them.
 * @param {number} until
 * @param {number} ticks
 */
export function stepOf(until, ticks) {
  const power = 10 ** Math.floor(Math.log10(until / ticks));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => until / each <= ticks) ?? until;
}
