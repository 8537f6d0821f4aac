// A chart that uPlot draws: opened and closed with the element, as wide as its place.

import uPlot from "uplot";
import { count } from "../data.js";
import { STACKED } from "../made/roles.js";
import { h } from "./dom.js";
import { edgeOf, fillOf } from "./hatch.js";
import { ink } from "./theme.js";

/** @import { Expanded } from "../data.js" */

export const FONT = "12px system-ui, sans-serif";
const NARROWEST = 200;

/** A column to draw: null where nothing is drawn. @typedef {(number | null)[]} Column */

export class Plot {
  /** @type {uPlot | null} */
  #plot = null;
  #opened = false;

  /**
   * `options` are uPlot's, but for what all charts share. Nothing is drawn until `open`.
   * @param {Pick<uPlot.Options, "height" | "series" | "scales" | "axes"> & Partial<uPlot.Options>} options
   * @param {Column[]} columns the times, then one for each of the series
   */
  constructor(options, columns) {
    this.place = h("div", { class: "plot" });
    this.options = options;
    this.columns = columns;
  }

  /** Begin to draw. uPlot keeps hold of every chart that is not closed again. */
  open() {
    this.#opened = true;
    this.#make();
  }

  /** What is hidden costs nothing: it is made when it is first seen. */
  #make() {
    if (this.#plot || !this.#opened || this.place.closest("[hidden]")) return;
    const options = { ...this.options, width: this.width, legend: { show: false } };
    this.#plot = new uPlot(options, /** @type {uPlot.AlignedData} */ (this.columns), this.place);
    this.#plot.root.setAttribute("aria-hidden", "true"); // the words beside it say the same
  }

  /** The element has left the page: let go of the canvas, the listeners, the shared pointer. */
  close() {
    this.#opened = false;
    this.#plot?.destroy();
    this.#plot = null;
  }

  /**
   * Draw `columns`: the times, then one for each of the series.
   * @param {Column[]} columns
   */
  show(columns) {
    this.columns = columns;
    if (this.#plot) this.#plot.setData(/** @type {uPlot.AlignedData} */ (columns));
    else this.#make();
  }

  /** Draw the same again: its colours have changed. */
  again() {
    this.#plot?.redraw(false, true);
  }

  get width() {
    return Math.max(NARROWEST, Math.floor(this.place.clientWidth));
  }

  /** Take the width that the page gives. */
  fit() {
    this.#make();
    const { width } = this;
    if (this.#plot && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: this.options.height });
    }
  }
}

/**
 * An axis in the page's colours.
 * @param {uPlot.Axis} extra
 * @returns {uPlot.Axis}
 */
export const axis = (extra) => ({
  stroke: () => ink().ink,
  grid: { stroke: () => ink().grid, width: 1 },
  ticks: { stroke: () => ink().grid, width: 1 },
  font: FONT,
  ...extra,
});

const GAP = 14; // between an axis and its numbers, with the ticks
const HIGH = 44; // an axis is no narrower

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/**
 * How wide an axis must be for its numbers, whatever their size.
 * @param {string[] | null} words
 */
export function roomFor(words) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return HIGH;
  ruler.font = FONT;
  const widest = Math.max(0, ...(words ?? []).map((each) => ruler?.measureText(each).width ?? 0));
  return Math.max(HIGH, Math.ceil(widest) + GAP);
}

/**
 * An upright axis of counts, as wide as its numbers: 9 or 9,999,999.
 * @param {uPlot.Axis} [extra]
 */
export const countAxis = (extra = {}) =>
  axis({
    values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? count(tick) : "")),
    size: (_, values) => roomFor(values),
    ...extra,
  });

/**
 * The pointer, shown in all charts of one `key` at once; `pointed(index)` hears at which sample it
 * is, or null when it is nowhere.
 * @param {string} key
 * @param {(index: number | null) => void} pointed
 * @param {uPlot.Cursor} [extra]
 * @returns {Pick<uPlot.Options, "cursor" | "hooks">}
 */
export const pointer = (key, pointed, extra = {}) => ({
  cursor: { sync: { key }, drag: { x: false, y: false }, points: { show: false }, ...extra },
  hooks: { setCursor: [(plot) => pointed(plot.cursor.idx ?? null)] },
});

/**
 * Series for the roles, stacked, from the top of the stack down.
 * @returns {uPlot.Series[]}
 */
export const roleSeries = () =>
  [...STACKED].reverse().map((role) => ({
    label: role,
    width: 1,
    stroke: () => edgeOf(role),
    fill: (plot) => fillOf(plot.ctx, role),
    points: { show: false },
  }));

/**
 * The column as far as sample `until`, blank after it.
 * @param {number[]} column
 * @param {number} until
 */
export const upTo = (column, until) => column.map((value, i) => (i <= until ? value : null));

/**
 * The columns cumulated, from the top of the stack down, blank after sample `until`.
 * @param {Expanded} columns
 * @param {number} until
 */
export function stacked(columns, until) {
  /** @type {Column[]} */
  const sums = [];
  let below = columns[STACKED[0]].map(() => 0);
  for (const role of STACKED) {
    below = below.map((sum, i) => sum + columns[role][i]);
    sums.unshift(upTo(below, until));
  }
  return sums;
}
