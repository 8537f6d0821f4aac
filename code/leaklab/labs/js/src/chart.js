// Charts of tasks over virtual time. uPlot draws axes and curves.

import uPlot from "uplot";
import { ROLES, count } from "./data.js";
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
export const lineSeries = (label, colour, dash) => ({ label, width: 2, stroke: colour, dash, ...hidden });

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
  /** Fills `place`; `pointed(index)` is told where the pointer is, null when it leaves. */
  constructor(place, series, syncKey, pointed) {
    this.place = place;
    this.series = series;
    this.ends = { t: 1, tasks: 1 };
    this.plot = new uPlot(
      {
        width: 300,
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
        series: [{}, ...series],
        cursor: { sync: { key: syncKey }, drag: { x: false, y: false }, points: { show: false } },
        hooks: { setCursor: [(plot) => pointed(plot.cursor.idx ?? null)] },
      },
      [[0], ...series.map(() => [0])],
      place,
    );
    this.plot.root.setAttribute("aria-hidden", "true"); // the words beside it say the same
  }

  /** Draw `columns`, one for each series; the axes end at `ends.t` s and `ends.tasks`. */
  show(times, columns, ends) {
    this.ends = ends;
    this.plot.setData([times, ...columns]);
  }

  /** Fit the place's width. */
  resize() {
    const width = Math.max(200, Math.floor(this.place.clientWidth));
    if (width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  destroy() {
    this.plot.destroy();
  }
}
