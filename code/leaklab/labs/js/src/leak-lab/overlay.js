// All handlers in one chart: a line each for the tasks alive, told apart by colour and dash.

import { Chart, lineSeries } from "../ui/chart.js";
import { h } from "../ui/dom.js";
import { isDark } from "../ui/theme.js";

const LINES = [
  { role: "parked", dash: [] },
  { role: "drainer", dash: [8, 4] },
  { role: "serving", dash: [2, 3] },
  { role: "worker", dash: [10, 3, 2, 3] },
];

export class Overlay {
  /** A figure, hidden at first; `pointed` as for a panel. */
  constructor(handlers, looks, syncKey, pointed) {
    const colour = (line) => () => (isDark() ? looks[line.role].fill : looks[line.role].colour);
    const place = h("div", { class: "plot" });
    const keys = handlers.map((name, i) => h("li", {}, this.key(LINES[i], looks), name));
    this.element = h(
      "figure",
      { "aria-label": "all handlers, tasks alive", hidden: true },
      h("figcaption", {}, "Tasks alive"),
      place,
      h("ul", { class: "legend", "aria-label": "Handlers" }, ...keys),
    );
    const series = handlers.map((name, i) => lineSeries(name, colour(LINES[i]), LINES[i].dash));
    this.chart = new Chart(place, series, syncKey, pointed);
  }

  key({ role, dash }, looks) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    const line = document.createElementNS(space, "line");
    const set = (element, values) =>
      Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));
    set(picture, { width: 34, height: 10, class: "key", "aria-hidden": "true" });
    set(line, {
      x1: 0,
      y1: 5,
      x2: 32,
      y2: 5,
      stroke: "currentColor",
      "stroke-width": 3,
      "stroke-dasharray": dash.join(" "),
    });
    picture.style.setProperty("--colour", looks[role].colour);
    picture.style.setProperty("--fill", looks[role].fill);
    picture.append(line);
    return picture;
  }

  show(times, runs, sample, ends) {
    if (this.element.hidden) return;
    const until = (column) => column.map((value, i) => (i <= sample ? value : null));
    this.chart.show(
      times,
      runs.map((run) => until(run.columns.tasks)),
      ends,
    );
  }

  fit() {
    if (!this.element.hidden) this.chart.resize();
  }
}
