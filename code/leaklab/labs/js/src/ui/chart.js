// Charts of tasks over virtual time. uPlot draws axes and curves.

import uPlot from "uplot";
import { count, ROLES } from "../data.js";
import { fillOf } from "./hatch.js";
import { ink } from "./theme.js";

const HEIGHT = 190;

/** An axis in the page's colours. */
export const axis = (extra) => ({
  stroke: () => ink().ink,
  grid: { stroke: () => ink().grid, width: 1 },
  ticks: { stroke: () => ink().grid, width: 1 },
  font: "12px system-ui, sans-serif",
  ...extra,
});

const hidden = { points: { show: false } };

/** Series for the roles, stacked, from the top of the stack down. */
export const roleSeries = (looks) =>
  [...ROLES].reverse().map((role) => ({
    label: role,
    width: 1,
    stroke: looks[role].colour,
    fill: (plot) => fillOf(plot.ctx, looks[role]),
    ...hidden,
  }));

/** A line of its own: `colour()` as the page is now, and a dash as the second cue. */
export const lineSeries = (label, colour, dash) => ({
  label,
  width: 2,
  stroke: colour,
  dash,
  ...hidden,
});

/** The columns cumulated, from the top of the stack down, blank after sample `until`. */
export function stacked(columns, until) {
  const sums = [];
  let below = columns[ROLES[0]].map(() => 0);
  for (const role of ROLES) {
    below = below.map((sum, i) => sum + columns[role][i]);
    sums.unshift(below.map((sum, i) => (i <= until ? sum : null)));
  }
  return sums;
}

export class Chart {
  /** Draws in `place` once it is open; `pointed(index)` is told where the pointer is, or null. */
  constructor(place, series, syncKey, pointed) {
    Object.assign(this, { place, series, syncKey, pointed, plot: null, shown: null });
    this.ends = { t: 1, tasks: 1 };
  }

  /** Begin to draw. uPlot keeps hold of every chart that is not closed again. */
  open() {
    if (this.plot) return;
    this.plot = new uPlot(
      {
        width: this.width,
        height: HEIGHT,
        legend: { show: false },
        scales: {
          x: { time: false, range: () => [0, this.ends.t] },
          y: { range: () => [0, this.ends.tasks] },
        },
        axes: [
          axis({ label: "virtual time, s", labelSize: 18, size: 34 }),
          axis({ size: 52, values: (_, ticks) => ticks.map(count) }),
        ],
        series: [{}, ...this.series],
        cursor: {
          sync: { key: this.syncKey },
          drag: { x: false, y: false },
          points: { show: false },
        },
        hooks: { setCursor: [(plot) => this.pointed(plot.cursor.idx ?? null)] },
      },
      this.shown ?? [[0], ...this.series.map(() => [0])],
      this.place,
    );
    this.plot.root.setAttribute("aria-hidden", "true"); // the words beside it say the same
  }

  close() {
    this.plot?.destroy();
    this.plot = null;
  }

  /** Draw `columns`, one for each series; the axes end at `ends.t` s and `ends.tasks`. */
  show(times, columns, ends) {
    this.ends = ends;
    this.shown = [times, ...columns];
    this.plot?.setData(this.shown);
  }

  get width() {
    return Math.max(200, Math.floor(this.place.clientWidth));
  }

  /** Fit the place's width. */
  resize() {
    const { width } = this;
    if (this.plot && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }
}
