// One handler's panel in a leak lab: its counters, its chart, its parked tasks as a field of dots.

import { Chart } from "./chart.js";
import { count } from "./data.js";
import { h } from "./dom.js";
import { Dots } from "./dots.js";
import { counters } from "./words.js";

export class Panel {
  /** `pointed(index)` is told at which sample the pointer is, null when it leaves. */
  constructor(name, data, syncKey, pointed) {
    const place = h("div", { class: "plot" });
    const canvas = h("canvas", { class: "dots", "aria-hidden": "true" });
    const caption = h("p", { class: "small" });
    this.numbers = h("dl", { class: "numbers" });
    this.element = h("figure", { "aria-label": name }, h("figcaption", {}, name), this.numbers, place, canvas, caption);
    this.chart = new Chart(place, data.times, data.looks, syncKey, pointed);
    this.dots = new Dots(canvas, caption, data.looks.parked);
    this.cells = new Map();
  }

  /** Show `run` up to `sample`, on an axis that ends at `highest` tasks. */
  show(run, sample, highest, withRule) {
    this.chart.show(run.columns, sample, highest, withRule && Boolean(run.columns.rule));
    this.dots.show(run.columns.parked[sample]);
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
