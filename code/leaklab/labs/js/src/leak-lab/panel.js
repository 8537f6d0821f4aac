// One handler's panel in a leak lab: its counters, its chart, its parked tasks as a field of dots.

import { count } from "../data.js";
import { ROLES } from "../made/roles.js";
import { h } from "../ui/dom.js";
import { roleSeries, stacked } from "../ui/plot.js";
import { ink } from "../ui/theme.js";
import { Chart, lineSeries } from "./chart.js";
import { Dots } from "./dots.js";
import { moment, tasksAt, totals } from "./words.js";

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
   * @param {string} [clock] what its time is
   */
  constructor(name, syncKey, pointed, clients = false, clock = undefined) {
    this.clients = clients;
    const rule = lineSeries("rule", () => ink().ink, [6, 4]);
    this.chart = new Chart([...roleSeries(), rule], syncKey, pointed, clock);
    this.dots = new Dots();
    this.at = h("span", {});
    this.over = h("span", {});
    this.now = h("dl", { class: "numbers" });
    this.whole = h("dl", { class: "numbers" });
    this.element = h(
      "figure",
      { "aria-label": name },
      h("figcaption", {}, name),
      this.chart.place,
      this.dots.canvas,
      this.dots.caption,
      h("div", { class: "readout" }, this.at, this.now),
      h("div", { class: "readout" }, this.over, this.whole),
    );
  }

  /**
   * Show `run` up to `sample`, on axes that end at `ends`; `live` if it goes on.
   * @param {number[]} times
   * @param {Run} run
   * @param {number} sample
   * @param {Ends} ends
   * @param {boolean} withRule
   * @param {boolean} live
   */
  show(times, run, sample, ends, withRule, live) {
    const rule = (withRule && run.columns.rule) || times.map(() => null);
    this.#times = times;
    this.chart.draw(times, [...stacked(run.columns, sample), rule], ends);
    this.say(run, sample, live);
  }

  /**
   * The counters of `run`: at `sample`, and of the whole.
   * @param {Run} run
   * @param {number} sample
   * @param {boolean} live
   */
  say(run, sample, live) {
    this.dots.show(run.columns.parked[sample] ?? 0);
    put(this.at, `At ${moment(this.#times[sample] ?? 0)}:`);
    put(this.over, live ? "So far:" : "In the whole run:");
    for (const [name, value] of tasksAt(run, sample)) this.#put(this.now, name, value, true);
    for (const [name, value, always] of totals(run, { clients: this.clients, live }))
      this.#put(this.whole, name, value, always);
  }

  /**
   * @param {HTMLElement} list
   * @param {string} name
   * @param {number} value
   * @param {boolean} always whether none is worth a word
   */
  #put(list, name, value, always) {
    let cell = this.#cells.get(name);
    if (!cell) {
      cell = h("dd", {});
      const role = ROLES.find((each) => each === name);
      list.append(h("div", role ? { "data-role": role } : {}, h("dt", {}, name), cell));
      this.#cells.set(name, cell);
    }
    put(cell, count(value));
    const row = /** @type {HTMLElement} */ (cell.parentNode);
    if (row.hidden !== (!always && !value)) row.hidden = !always && !value;
  }

  fit() {
    this.chart.fit();
    this.dots.fit();
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} words
 */
function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
