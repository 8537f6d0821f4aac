// One handler's panel in a leak lab: its counters, its chart, its parked tasks as a field of dots.

import { count, plain } from "../data.js";
import { Chart, lineSeries, roleSeries, stacked } from "../ui/chart.js";
import { h } from "../ui/dom.js";
import { ink } from "../ui/theme.js";
import { Dots } from "./dots.js";
import { tasksAt, totals } from "./words.js";

export class Panel {
  /** `pointed(index)` is told at which sample the pointer is, null when it leaves. */
  constructor(name, looks, syncKey, pointed) {
    const place = h("div", { class: "plot" });
    const canvas = h("canvas", { class: "dots", "aria-hidden": "true" });
    const caption = h("p", { class: "small" });
    this.place = place;
    this.now = h("dl", { class: "numbers" });
    this.whole = h("dl", { class: "numbers" });
    this.element = h(
      "figure",
      { "aria-label": name },
      h("figcaption", {}, name),
      this.whole,
      this.now,
      place,
      canvas,
      caption,
    );
    const rule = lineSeries("rule", () => ink().ink, [6, 4]);
    this.chart = new Chart(place, [...roleSeries(looks), rule], syncKey, pointed);
    this.dots = new Dots(canvas, caption, looks.parked);
    this.cells = new Map();
  }

  /** Show `run` up to `sample`, on axes that end at `ends`. */
  show(times, run, sample, ends, withRule) {
    const rule = (withRule && run.columns.rule) || times.map(() => null);
    this.times = times;
    this.chart.show(times, [...stacked(run.columns, sample), rule], ends);
    this.dots.show(run.columns.parked[sample] ?? 0);
    this.say(run, sample);
  }

  /** The counters of `run`: at `sample`, and of the whole. */
  say(run, sample) {
    this.put(this.now, "at", `${plain(this.times[sample] ?? 0)} s`);
    for (const [name, value] of tasksAt(run, sample)) this.put(this.now, name, count(value));
    for (const [name, value] of totals(run)) this.put(this.whole, name, count(value));
  }

  put(list, name, words) {
    if (!this.cells.has(name)) {
      this.cells.set(name, h("dd", {}));
      list.append(h("div", {}, h("dt", {}, name), this.cells.get(name)));
    }
    const cell = this.cells.get(name);
    if (cell.textContent !== words) cell.textContent = words;
  }

  fit() {
    this.chart.resize();
    this.dots.fit();
  }
}
