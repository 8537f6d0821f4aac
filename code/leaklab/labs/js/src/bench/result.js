// What a run came to: the tasks of the book's server and of the reader's over time, and in words.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { count, expandColumns } from "../data.js";
import { h } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { axis, Plot, roleSeries, stacked } from "../ui/plot.js";

/** @import { Told } from "./words.js" */

const HEIGHT = 180;
export const plotStyles = uplotStyles;

/** One server: its name, its plot, its numbers. */
class Panel {
  /** @param {string} name */
  constructor(name) {
    const shown = { t: 1, tasks: 1 };
    this.shown = shown;
    this.plot = new Plot(
      {
        height: HEIGHT,
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => /** @type {[number, number]} */ ([0, shown.t]) },
          y: { range: () => /** @type {[number, number]} */ ([0, shown.tasks]) },
        },
        axes: [
          axis({ label: "virtual time, s", labelSize: 18, size: 34 }),
          axis({ size: 52, values: (_, ticks) => ticks.map(count) }),
        ],
        series: [{}, ...roleSeries()],
      },
      [[0], ...roleSeries().map(() => [0])],
    );
    this.numbers = h("dl", { class: "numbers" });
    this.element = h(
      "figure",
      { "aria-label": name },
      h("figcaption", {}, name),
      this.numbers,
      this.plot.place,
    );
  }

  /**
   * @param {number[]} times
   * @param {Told} run
   * @param {number} highest
   */
  show(times, run, highest) {
    this.shown.t = times[times.length - 1] || 1;
    this.shown.tasks = Math.max(1, highest * 1.08);
    this.plot.show([times, ...stacked(expandColumns(run), times.length)]);
    const rows = run.says.map(([words, total]) =>
      h("div", {}, h("dt", {}, words), h("dd", {}, count(total))),
    );
    this.numbers.replaceChildren(...rows);
  }
}

export class Result {
  constructor() {
    this.panels = [new Panel("The book's"), new Panel("Yours")];
    const figures = this.panels.map(({ element }) => element);
    this.element = h(
      "div",
      { class: "result", hidden: true },
      legend(),
      h("div", { class: "panels" }, ...figures),
    );
  }

  /** @param {{times: number[], runs: Told[]}} answer */
  show({ times, runs }) {
    this.element.hidden = false;
    const most = runs.flatMap((run) => expandColumns(run).tasks);
    const highest = most.reduce((high, each) => Math.max(high, each), 0);
    this.panels.forEach((panel, i) => {
      panel.plot.open();
      panel.show(times, runs[i], highest);
      panel.plot.fit();
    });
  }

  /** The page has turned light or dark. */
  repaint() {
    for (const { plot } of this.panels) plot.show(plot.columns);
  }

  /** Take the width that the page gives. */
  fit() {
    for (const { plot } of this.panels) plot.fit();
  }

  close() {
    for (const { plot } of this.panels) plot.close();
  }
}
