// One of several small charts over the same time axis: slow hours shaded, a restart marked, the
// pointer shown in all of them at once. uPlot draws axes and curves.

import uPlot from "uplot";
import { count } from "../data.js";
import { axis } from "../ui/chart.js";
import { ink, isDark } from "../ui/theme.js";

const CLOCK = 40; // what the clock under the last chart takes, two lines
const WHOLE = [1, 10, 100, 1000, 10000].flatMap((unit) => [1, 2, 5].map((n) => n * unit)); // no half tasks
const FONT = "12px system-ui, sans-serif";
const SHADE = { light: "#fdf0d5", dark: "#3b3222" };

const shade = () => SHADE[isDark() ? "dark" : "light"];

export class Timeline {
  /**
   * `place` is filled. `series` are uPlot's, on an axis that ends at `top`; `marks(pen)` draws over
   * the curves. `clock(hour)` words the hours under the last chart; the others show none.
   */
  constructor(place, how) {
    this.place = place;
    this.how = how;
    this.height = how.height + (how.clock ? CLOCK : 0);
    this.columns = [how.times, ...how.series.map(() => how.times.map(() => null))];
    this.plot = null;
  }

  /** Begin to draw. uPlot keeps every plot in mind until it is destroyed: see `close`. */
  open() {
    if (this.plot) return;
    this.plot = new uPlot(this.options(), this.columns, this.place);
    this.plot.root.setAttribute("aria-hidden", "true"); // the words above it say the same
  }

  /** The element has left the page: let go of the canvas, the listeners and the shared pointer. */
  close() {
    this.plot?.destroy();
    this.plot = null;
  }

  options() {
    const { times, top, spans, series, bands, marks, clock, sync, hovered } = this.how;
    const last = times[times.length - 1];
    return {
      width: this.width,
      height: this.height,
      padding: [8, 18, clock ? 0 : 4, 0],
      legend: { show: false },
      scales: { x: { time: false, range: () => [0, last] }, y: { range: () => [0, top] } },
      axes: [
        axis({
          splits: (plot) => hours(last, plot.width < 420 ? 12 : 6),
          values: (_, ticks) => ticks.map((hour) => (clock ? clock(hour) : "")),
          size: clock ? CLOCK + 4 : 0,
          gap: 2,
        }),
        axis({ size: 56, space: 26, incrs: WHOLE, values: (_, ticks) => ticks.map(count) }),
      ],
      series: [{}, ...series],
      bands,
      cursor: {
        sync: { key: sync },
        y: false,
        drag: { x: false, y: false },
        points: { show: false },
      },
      hooks: {
        drawClear: [(plot) => spans.forEach(([from, to]) => this.fill(plot, from, to))],
        draw: [(plot) => marks(new Pen(plot))],
        setCursor: [(plot) => hovered(plot.cursor.idx ?? null)],
      },
    };
  }

  fill(plot, from, to) {
    const [left, right] = [from, to].map((hour) => plot.valToPos(hour, "x", true));
    plot.ctx.fillStyle = shade();
    plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
  }

  /** Draw `columns`: the times, then one for each of the series. */
  show(columns) {
    this.columns = columns;
    this.plot?.setData(columns);
  }

  get width() {
    return Math.max(200, Math.floor(this.place.clientWidth));
  }

  /** Fit the place's width. */
  fit() {
    const { width, height, plot } = this;
    if (plot && width !== plot.width) plot.setSize({ width, height });
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

  /** A line up and down at `hour`, dashed as `dash` says, with `words` on its roomier side. */
  upright(hour, dash, words = "") {
    const { left, top, width, height } = this.plot.bbox;
    const x = this.plot.valToPos(hour, "x", true);
    this.line(x, top, x, top + height, dash);
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
