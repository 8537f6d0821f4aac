// One handler's panel in a leak lab: its counters, its chart, its parked tasks as a field of dots.

import { count, plain } from "../data.js";
import { h } from "../ui/dom.js";
import { roleSeries, stacked } from "../ui/plot.js";
import { ink } from "../ui/theme.js";
import { Chart, lineSeries } from "./chart.js";
import { Dots } from "./dots.js";
import { tasksAt, totals } from "./words.js";

/** @import { Run } from "../data.js" */
/** @import { Ends } from "./chart.js" */

export class Panel {
  /** @type {number[]} */
  #times = [];
  /** @type {Map<string, HTMLElement>} */
  #cells = new Map();

  /**
   * `pointed(index)` is told at which sample the pointer is, null when it leaves.
   * @param {string} name
   * @param {string} syncKey
   * @param {(index: number | null) => void} pointed
   * @param {boolean} [clients] whether it counts clients who left, and reports of late ends
   */
  constructor(name, syncKey, pointed, clients = false) {
    this.clients = clients;
    const rule = lineSeries("rule", () => ink().ink, [6, 4]);
    this.chart = new Chart([...roleSeries(), rule], syncKey, pointed);
    this.dots = new Dots();
    this.now = h("dl", { class: "numbers" });
    this.whole = h("dl", { class: "numbers" });
    this.element = h(
      "figure",
      { "aria-label": name },
      h("figcaption", {}, name),
      this.whole,
      this.now,
      this.chart.place,
      this.dots.canvas,
      this.dots.caption,
    );
  }

  /**
   * Show `run` up to `sample`, on axes that end at `ends`.
   * @param {number[]} times
   * @param {Run} run
   * @param {number} sample
   * @param {Ends} ends
   * @param {boolean} withRule
   */
  show(times, run, sample, ends, withRule) {
    const rule = (withRule && run.columns.rule) || times.map(() => null);
    this.#times = times;
    this.chart.draw(times, [...stacked(run.columns, sample), rule], ends);
    this.dots.show(run.columns.parked[sample] ?? 0);
    this.say(run, sample);
  }

  /**
   * The counters of `run`: at `sample`, and of the whole.
   * @param {Run} run
   * @param {number} sample
   */
  say(run, sample) {
    this.#put(this.now, "at", `${plain(this.#times[sample] ?? 0)} s`);
    for (const [name, value] of tasksAt(run, sample)) this.#put(this.now, name, count(value));
    for (const [name, value] of totals(run, this.clients))
      this.#put(this.whole, name, count(value));
  }

  /**
   * @param {HTMLElement} list
   * @param {string} name
   * @param {string} words
   */
  #put(list, name, words) {
    let cell = this.#cells.get(name);
    if (!cell) {
      cell = h("dd", {});
      this.#cells.set(name, cell);
      list.append(h("div", {}, h("dt", {}, name), cell));
    }
    if (cell.textContent !== words) cell.textContent = words;
  }

  fit() {
    this.chart.fit();
    this.dots.fit();
  }
}
