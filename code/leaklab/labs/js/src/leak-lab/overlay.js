// All handlers in one chart: a line each for the tasks alive, told apart by colour and dash.

import { h, svg } from "../ui/dom.js";
import { coloured } from "../ui/key.js";
import { upTo } from "../ui/plot.js";
import { colourOf } from "../ui/theme.js";
import { Chart, lineSeries } from "./chart.js";

/** @import { Run } from "../data.js" */
/** @import { Ends } from "./chart.js" */
/** @import { Role } from "../made/roles.js" */

/** @type {{role: Role, dash: number[]}[]} */
const LINES = [
  { role: "parked", dash: [] },
  { role: "drainer", dash: [8, 4] },
  { role: "serving", dash: [2, 3] },
  { role: "worker", dash: [10, 3, 2, 3] },
];

/** @param {typeof LINES[0]} line */
function key({ role, dash }) {
  const stroke = { stroke: "currentColor", "stroke-width": 3, "stroke-dasharray": dash.join(" ") };
  const line = svg("line", { x1: 0, y1: 5, x2: 32, y2: 5, ...stroke });
  return coloured(
    svg("svg", { width: 34, height: 10, class: "key", "aria-hidden": "true" }, line),
    role,
  );
}

export class Overlay {
  /**
   * A figure, hidden at first; `pointed` as for a panel.
   * @param {string[]} handlers
   * @param {string} syncKey
   * @param {(index: number | null) => void} pointed
   */
  constructor(handlers, syncKey, pointed) {
    const series = handlers.map((name, i) =>
      lineSeries(name, () => colourOf(LINES[i].role), LINES[i].dash),
    );
    this.chart = new Chart(series, syncKey, pointed);
    const keys = handlers.map((name, i) => h("li", {}, key(LINES[i]), name));
    this.element = h(
      "figure",
      { "aria-label": "all handlers, tasks alive", hidden: true },
      h("figcaption", {}, "Tasks alive"),
      this.chart.place,
      h("ul", { class: "legend", "aria-label": "Handlers" }, ...keys),
    );
  }

  /**
   * @param {number[]} times
   * @param {Run[]} runs
   * @param {number} sample
   * @param {Ends} ends
   */
  show(times, runs, sample, ends) {
    if (this.element.hidden) return;
    const columns = runs.map((run) => upTo(run.columns.tasks, sample));
    this.chart.draw(times, columns, ends);
  }

  fit() {
    if (!this.element.hidden) this.chart.fit();
  }
}
