// One of several small charts over the same time axis: slow hours shaded, a restart marked, the
// pointer shown in all of them at once.

import { count } from "../data.js";
import { wideOf } from "../ui/measure.js";
import { axis, FONT, Plot, pointer } from "../ui/plot.js";
import { ink } from "../ui/theme.js";

/** @import uPlot from "uplot" */

const TICKS = 20; // what an axis takes besides its numbers
const CLOCK = 40; // what the clock under the last chart takes, two lines
const WHOLE = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((unit) =>
  [1, 2, 5].map((n) => n * unit),
); // no half tasks

/**
 * `series` are uPlot's, on an axis that ends at `top`, over `times` in h with `spans` shaded.
 * `marks(pen)` draws over the curves. `clock(hour)` words the hours under the last chart; the
 * others show none. `hovered(index)` hears where the pointer is in any chart of the same `sync`.
 * @typedef {Object} How
 * @property {number} height
 * @property {number} axisSize
 * @property {number} top
 * @property {number[]} times
 * @property {[from: number, to: number][]} spans
 * @property {uPlot.Series[]} series
 * @property {uPlot.Band[]} [bands]
 * @property {(hour: number) => string} [clock]
 * @property {string} sync
 * @property {(index: number | null) => void} hovered
 * @property {(pen: Pen) => void} marks
 */

/**
 * What the numbers of axes that end at `tops` take, with ticks and a gap.
 * @param {number[]} tops
 */
export const axisSize = (tops) =>
  Math.ceil(Math.max(...tops.map((top) => wideOf(count(Math.floor(top)), FONT)))) + TICKS;

export class Timeline extends Plot {
  /** @param {How} how */
  constructor({ height, axisSize, top, times, spans, series, bands, clock, sync, hovered, marks }) {
    const last = times[times.length - 1];
    const { cursor, hooks } = pointer(sync, hovered, { y: false });
    super(
      {
        height: height + (clock ? CLOCK : 0),
        padding: [8, 18, clock ? 0 : 4, 0],
        scales: { x: { time: false, range: () => [0, last] }, y: { range: () => [0, this.top] } },
        axes: [
          axis({
            splits: (plot) => hours(last, plot.width < 420 ? 12 : 6),
            values: (_, ticks) => ticks.map((hour) => clock?.(hour) ?? ""),
            size: clock ? CLOCK + 4 : 0,
            gap: 2,
          }),
          axis({ size: axisSize, space: 26, incrs: WHOLE, values: (_, ticks) => ticks.map(count) }),
        ],
        series: [{}, ...series],
        bands,
        cursor,
        hooks: {
          ...hooks,
          drawClear: [(plot) => shade(plot, spans)],
          draw: [(plot) => marks(new Pen(plot))],
        },
      },
      [times, ...series.map(() => times.map(() => null))],
    );
    this.top = top;
  }
}

/**
 * @param {number} last
 * @param {number} step
 */
function hours(last, step) {
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}

/**
 * @param {uPlot} plot
 * @param {[from: number, to: number][]} spans
 */
function shade({ bbox, ctx, valToPos }, spans) {
  ctx.save(); // uPlot remembers which colour it has set
  ctx.fillStyle = ink().shade;
  for (const [from, to] of spans) {
    const [left, right] = [from, to].map((hour) => valToPos(hour, "x", true));
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

/** Lines with a word, over the curves of a chart. */
class Pen {
  /** @param {uPlot} plot */
  constructor(plot) {
    this.plot = plot;
    this.ratio = globalThis.devicePixelRatio || 1;
  }

  /**
   * A line up and down at `hour`, dashed as `dash` says, with `words` on its roomier side.
   * @param {number} hour
   * @param {number[]} dash
   * @param {string} [words]
   */
  upright(hour, dash, words = "") {
    const { left, top, width, height } = this.plot.bbox;
    const x = this.plot.valToPos(hour, "x", true);
    this.line(x, top, x, top + height, dash);
    this.write(words, x, top + 10 * this.ratio, x > left + width / 2);
  }

  /**
   * A dashed line across at `value`, with `words` above it from `hour` on.
   * @param {number} value
   * @param {string} words
   * @param {number} hour
   */
  level(value, words, hour) {
    const { left, width } = this.plot.bbox;
    const y = this.plot.valToPos(value, "y", true);
    this.line(left, y, left + width, y, [6, 4]);
    this.write(words, this.plot.valToPos(hour, "x", true), y - 8 * this.ratio, false);
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {number[]} dash
   */
  line(x0, y0, x1, y1, dash) {
    const { ctx } = this.plot;
    ctx.save();
    ctx.strokeStyle = ink().ink;
    ctx.lineWidth = this.ratio;
    ctx.setLineDash(dash.map((length) => length * this.ratio));
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    ctx.stroke();
    ctx.restore();
  }

  /**
   * @param {string} words
   * @param {number} x
   * @param {number} y
   * @param {boolean} toTheLeft
   */
  write(words, x, y, toTheLeft) {
    const { ctx } = this.plot;
    ctx.save();
    ctx.font = FONT.replace("12", String(12 * this.ratio));
    ctx.fillStyle = ink().ink;
    ctx.textAlign = toTheLeft ? "right" : "left";
    ctx.textBaseline = "middle";
    ctx.fillText(words, x + (toTheLeft ? -5 : 5) * this.ratio, y);
    ctx.restore();
  }
}
