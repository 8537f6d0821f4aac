// One handler's panel in a leak lab: its counters, its chart, its parked tasks as a field of dots.

import { Chart, lineSeries, roleSeries, stacked } from "./chart.js";
import { count } from "./data.js";
import { h } from "./dom.js";
import { Dots } from "./dots.js";
import { ink } from "./theme.js";
import { counters } from "./words.js";

export class Panel {
  /** `pointed(index)` is told at which sample the pointer is, null when it leaves. */
  constructor(name, looks, syncKey, pointed) {
    const place = h("div", { class: "plot" });
    const canvas = h("canvas", { class: "dots", "aria-hidden": "true" });
    const caption = h("p", { class: "small" });
    this.place = place;
    this.numbers = h("dl", { class: "numbers" });
    this.element = h("figure", { "aria-label": name }, h("figcaption", {}, name), this.numbers, place, canvas, caption);
    const rule = lineSeries("rule", () => ink().ink, [6, 4]);
    this.chart = new Chart(place, [...roleSeries(looks), rule], syncKey, pointed);
    this.dots = new Dots(canvas, caption, looks.parked);
    this.cells = new Map();
  }

  /** Show `run` up to `sample`, on axes that end at `ends`. */
  show(times, run, sample, ends, withRule) {
    const rule = (withRule && run.columns.rule) || times.map(() => null);
    this.chart.show(times, [...stacked(run.columns, sample), rule], ends);
    this.dots.show(run.columns.parked[sample] ?? 0);
    this.say(run, sample);
  }

  /** The counters of `run` at `sample`. */
  say(run, sample) {
    for (const [name, value] of counters(run, sample)) {
      if (!this.cells.has(name)) {
        this.cells.set(name, h("dd", {}));
        this.numbers.append(h("div", {}, h("dt", {}, name), this.cells.get(name)));
      }
      this.cells.get(name).textContent = count(value);
    }
  }

  fit() {
    this.chart.resize();
    this.dots.fit();
  }
}
