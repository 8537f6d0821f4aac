// Tasks for the reader that tick themselves (leaklab.labs.leak_lab.goals): "make 1.12 leave 300 behind".

import { h } from "../ui/dom.js";

const MEASURES = {
  left: (run) => run.left,
  peak: (run) => run.peak,
  timeouts: (run) => run.outcomes.timeouts_504 || 0,
};

export class Goals {
  /** `goals` come from Python; `handlers` name the runs that `look` is shown. */
  constructor(goals, handlers) {
    this.goals = goals;
    this.handlers = handlers;
    this.said = h("span", { role: "status", class: "hidden" });
    this.items = goals.map((goal) =>
      h("li", {}, h("span", { "aria-hidden": "true" }, "☐ "), goal.text),
    );
    this.element = h(
      "div",
      { class: "goals", hidden: goals.length === 0 },
      h("p", {}, "Try to:"),
      h("ul", {}, ...this.items),
      this.said,
    );
  }

  /** Tick what `runs` at `setting` fulfil; `below(knob)` is the stop before the knob's. */
  look(runs, setting, below) {
    this.goals.forEach((goal, i) => {
      const item = this.items[i];
      if (item.dataset.done || !this.met(goal, runs, setting, below)) return;
      item.dataset.done = "true";
      item.firstChild.textContent = "☑ ";
      item.append(" – done");
      this.said.textContent = `Done: ${goal.text}`;
    });
  }

  met(goal, runs, setting, below) {
    const run = runs[this.handlers.indexOf(goal.handler)];
    if (goal.measure === "threshold") {
      const before = below("latency_s");
      return run.left > 0 && before !== undefined && before < setting.timeout_s;
    }
    const value = MEASURES[goal.measure](run);
    return value >= (goal.at_least ?? -Infinity) && value <= (goal.at_most ?? Infinity);
  }
}
