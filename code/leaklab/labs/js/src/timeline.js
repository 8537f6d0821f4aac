// One of several small charts over the same time axis: slow hours shaded, a restart marked, the
// pointer shown in all of them at once. uPlot draws axes and curves.

import uPlot from "uplot";
import { axis } from "./chart.js";
import { count } from "./data.js";
import { ink, isDark } from "./theme.js";

const CLOCK = 40; // what the clock under the last chart takes, two lines
const WHOLE = [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4].map((zeros) => digit * 10 ** zeros)); // no half tasks
const FONT = "12px system-ui, sans-serif";
const SHADE = { light: "#fdf0d5", dark: "#3b3222" };

export const shade = () => SHADE[isDark() ? "dark" : "light"];

export class Timeline {
  /**
   * `place` is filled. `series` are uPlot's, on an axis that ends at `top`; `marks(draw)` draws over the curves. `clock(hour)`
   * words the ticks, or is missing: then this chart is not the last one and shows none.
   */
  constructor(place, { height, top, times, spans, series, bands, marks, clock, sync, hovered }) {
    this.place = place;
    this.height = height + (clock ? CLOCK : 0);
    this.plot = new uPlot(
      {
        width: 300,
        height: this.height,
        padding: [8, 18, clock ? 0 : 4, 0],
        legend: { show: false },
        scales: { x: { time: false, range: () => [times[0], times[times.length - 1]] }, y: { range: () => [0, top] } },
        axes: [
          axis({
            splits: (plot) => hours(times[times.length - 1], plot.width < 420 ? 12 : 6),
            values: (_, ticks) => ticks.map((hour) => (clock ? clock(hour) : "")),
            size: clock ? CLOCK + 4 : 0,
            gap: 2,
          }),
          axis({ size: 56, space: 26, incrs: WHOLE.sort((a, b) => a - b), values: (_, ticks) => ticks.map(count) }),
        ],
        series: [{}, ...series],
        bands,
        cursor: { sync: { key: sync }, y: false, drag: { x: false, y: false }, points: { show: false } },
        hooks: {
          drawClear: [(plot) => spans.forEach(([from, to]) => this.fill(plot, from, to))],
          draw: [(plot) => marks(new Pen(plot))],
          setCursor: [(plot) => hovered(plot.cursor.idx ?? null)],
        },
      },
      [times, ...series.map(() => times.map(() => null))],
      place,
    );
    this.plot.root.setAttribute("aria-hidden", "true"); // the words above it say the same
  }

  fill(plot, from, to) {
    const [left, right] = [from, to].map((hour) => plot.valToPos(hour, "x", true));
    plot.ctx.fillStyle = shade();
    plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
  }

  /** Draw `columns`: the times, then one for each of the series. */
  show(columns) {
    this.plot.setData(columns);
  }

  /** Fit the place's width. */
  fit() {
    const width = Math.max(200, Math.floor(this.place.clientWidth));
    if (width !== this.plot.width) this.plot.setSize({ width, height: this.height });
  }
}

function hours(last, step) {
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}

/** Lines with a word, over the curves of a chart. */
class Pen {
  constructor(plot) {
    this.plot = plot;
    this.ratio = globalThis.devicePixelRatio || 1;
  }

  /** A dashed line up and down at `hour`, with `words` on its roomier side. */
  upright(hour, words = "") {
    const { left, top, width, height } = this.plot.bbox;
    const x = this.plot.valToPos(hour, "x", true);
    this.line(x, top, x, top + height, [4, 4]);
    this.write(words, x, top + 10 * this.ratio, x > left + width / 2);
  }

  /** A dashed line across at `value`, with `words` above it from `hour` on. */
  level(value, words, hour) {
    const { left, width } = this.plot.bbox;
    const y = this.plot.valToPos(value, "y", true);
    this.line(left, y, left + width, y, [6, 4]);
    this.write(words, this.plot.valToPos(hour, "x", true), y - 8 * this.ratio, false);
  }

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
