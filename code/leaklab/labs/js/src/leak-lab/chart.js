// A chart of tasks over time, whose axes change with what is shown.

import { axis, countAxis, Plot, pointer } from "../ui/plot.js";

/** @import uPlot from "uplot" */
/** @import { Column } from "../ui/plot.js" */

/** Where the axes end: in s, and in tasks. @typedef {{t: number, tasks: number}} Ends */

const HEIGHT = 190;

export class Chart extends Plot {
  /**
   * `pointed(index)` is told where the pointer is, or null.
   * @param {uPlot.Series[]} series
   * @param {string} syncKey
   * @param {(index: number | null) => void} pointed
   * @param {string} [clock] what its time is
   */
  constructor(series, syncKey, pointed, clock = "virtual time, s") {
    /** @type {{ends: Ends}} */
    const shown = { ends: { t: 1, tasks: 1 } };
    const options = {
      height: HEIGHT,
      scales: {
        x: { time: false, range: () => /** @type {[number, number]} */ ([0, shown.ends.t]) },
        y: { range: () => /** @type {[number, number]} */ ([0, shown.ends.tasks]) },
      },
      axes: [axis({ label: clock, labelSize: 18, size: 34 }), countAxis()],
      series: [{}, ...series],
      ...pointer(syncKey, pointed),
    };
    super(options, [[0], ...series.map(() => [0])]);
    this.shown = shown;
  }

  /**
   * @param {number[]} times
   * @param {Column[]} columns one for each series
   * @param {Ends} ends
   */
  draw(times, columns, ends) {
    this.shown.ends = ends;
    this.show([times, ...columns]);
  }
}

/**
 * A line of its own: `colour()` as the page is now, and a dash as the second cue.
 * @param {string} label
 * @param {() => string} colour
 * @param {number[]} dash
 * @returns {uPlot.Series}
 */
export const lineSeries = (label, colour, dash) => ({
  label,
  width: 2,
  stroke: colour,
  dash,
  points: { show: false },
});
