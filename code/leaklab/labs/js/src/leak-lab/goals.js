// Tasks for the reader that tick themselves (leaklab.labs.leak_lab.goals): "make 1.12 leave 300
// behind".

import { h } from "../ui/dom.js";

/** @import { Goal, LeakKnobs } from "../made/wire.js" */
/** @import { Run } from "../data.js" */

/** @type {Record<string, (run: Run) => number>} */
const MEASURES = {
  left: (run) => run.left,
  peak: (run) => run.peak,
  timeouts: (run) => run.outcomes.timeouts_504 || 0,
};

/**
 * Whether `run` at `setting` does what `goal` asks for; `before` is the latency one stop lower.
 * @param {Goal} goal
 * @param {Run} run
 * @param {LeakKnobs} setting
 * @param {number | undefined} before
 */
export function met(goal, run, setting, before) {
  if (goal.measure === "threshold") {
    return run.left > 0 && before !== undefined && before < setting.timeout_s;
  }
  const value = MEASURES[goal.measure](run);
  return value >= (goal.at_least ?? -Infinity) && value <= (goal.at_most ?? Infinity);
}

export class Goals {
  /**
   * `handlers` name the runs that `look` is shown.
   * @param {Goal[]} goals
   * @param {string[]} handlers
   */
  constructor(goals, handlers) {
    this.goals = goals;
    this.handlers = handlers;
    this.said = h("span", { role: "status", class: "hidden" });
    this.items = goals.map((goal) =>
      h("li", {}, h("span", { "aria-hidden": "true" }, "☐ "), goal.text),
    );
    const list = h("ul", {}, ...this.items);
    const hidden = goals.length === 0;
    this.element = h("div", { class: "goals", hidden }, h("p", {}, "Try to:"), list, this.said);
  }

  /**
   * Tick what `runs` at `setting` fulfil; `before` is the latency one stop lower.
   * @param {Run[]} runs
   * @param {LeakKnobs} setting
   * @param {number | undefined} before
   */
  look(runs, setting, before) {
    this.goals.forEach((goal, i) => {
      const item = this.items[i];
      const run = runs[this.handlers.indexOf(goal.handler)];
      if (item.dataset.done || !met(goal, run, setting, before)) return;
      item.dataset.done = "true";
      /** @type {HTMLElement} */ (item.firstChild).textContent = "☑ ";
      item.append(" – done");
      this.said.textContent = `Done: ${goal.text}`;
    });
  }
}
