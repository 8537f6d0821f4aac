// Tasks for the reader that tick themselves (leaklab.labs.limits_lab.modes), and stay ticked for as
// long as the element lives, whichever engine answers.

import { h } from "../ui/dom.js";

/** @import { LimitsAnswer, LimitsGoal, LimitsKnobs } from "../made/wire.js" */

/**
 * Whether a run at `setting` is all that `goal` asks for.
 * @param {Pick<LimitsGoal, "at" | "within">} goal
 * @param {Pick<LimitsAnswer, "numbers">} answer
 * @param {LimitsKnobs} setting
 */
export function met({ at, within }, { numbers }, setting) {
  const stands = /** @type {Record<string, any>} */ (setting);
  return (
    Object.entries(at).every(([knob, value]) => stands[knob] === value) &&
    Object.entries(within).every(
      ([name, [low, high]]) => numbers[name] >= low && numbers[name] <= high,
    )
  );
}

export class Goals {
  /**
   * @param {LimitsGoal[]} goals
   * @param {Set<string>} done the texts of those that are ticked already
   */
  constructor(goals, done) {
    this.goals = goals;
    this.done = done;
    this.said = h("span", { role: "status", class: "hidden" });
    this.marks = goals.map(() => h("span", { "aria-hidden": "true" }));
    this.states = goals.map(() => h("span", { class: "hidden" }));
    const items = goals.map(({ text }, i) =>
      h("li", {}, this.marks[i], this.states[i], h("span", {}, text)),
    );
    const list = h("ul", {}, ...items);
    const hidden = goals.length === 0;
    this.element = h("div", { class: "goals", hidden }, h("p", {}, "Try to:"), list, this.said);
    this.#mark();
  }

  #mark() {
    for (const [i, { text }] of this.goals.entries()) {
      const done = this.done.has(text);
      this.marks[i].textContent = done ? "☑ " : "☐ ";
      this.states[i].textContent = done ? "Done: " : "Not done yet: ";
      this.marks[i].parentElement?.classList.toggle("done", done);
    }
  }

  /**
   * Tick what the run fulfils.
   * @param {LimitsAnswer} answer
   * @param {LimitsKnobs} setting
   */
  look(answer, setting) {
    const fresh = this.goals.filter(
      (goal) => !this.done.has(goal.text) && met(goal, answer, setting),
    );
    if (!fresh.length) return;
    for (const { text } of fresh) this.done.add(text);
    this.said.textContent = fresh.map(({ text }) => `Done: ${text}`).join(" ");
    this.#mark();
  }
}
