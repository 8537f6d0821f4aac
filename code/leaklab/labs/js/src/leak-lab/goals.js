// Tasks for the reader that tick themselves (leaklab.labs.leak_lab.goals): "make 1.12 leave 300
// behind".

import { h } from "../ui/dom.js";

/** @import { Goal, LeakKnobs } from "../made/wire.js" */
/** @import { Run } from "../data.js" */

const STAY_MS = 1000; // at a stop: less is a slider that is dragged across it

/** @type {Record<string, (run: Run) => number>} */
const MEASURES = {
  left: (run) => run.left,
  peak: (run) => run.peak,
  timeouts: (run) => run.outcomes.timeouts_504 || 0,
};

/**
 * What is shown: the runs at a setting of the sliders, and the stop of the latency below; runs that
 * no setting gives have none.
 * @typedef {{runs: Run[], setting: LeakKnobs | null, below: number | undefined}} Shown
 */

/** The setting but for its latency. @param {LeakKnobs} setting */
const others = ({ latency_s: _, ...rest }) => JSON.stringify(rest);

/** The latencies at which a run was seen to leave nothing, by the rest of the setting. */
export class Seen {
  /** @type {Map<string, Set<number>>} */
  #harmless = new Map();

  /**
   * @param {Run} run
   * @param {LeakKnobs} setting
   */
  note(run, setting) {
    if (run.left > 0) return;
    const key = others(setting);
    this.#harmless.set(key, (this.#harmless.get(key) ?? new Set()).add(setting.latency_s));
  }

  /**
   * @param {LeakKnobs} setting
   * @param {number} latency_s
   */
  has(setting, latency_s) {
    return this.#harmless.get(others(setting))?.has(latency_s) ?? false;
  }
}

/**
 * Whether `run` does what `goal` asks for, at the setting that the goal names. The smallest latency
 * that leaks is known to whoever has seen the stop below it leave nothing.
 * @param {Goal} goal
 * @param {Run} run
 * @param {Omit<Shown, "runs">} shown
 * @param {Seen} seen
 */
export function met(goal, run, { setting, below }, seen) {
  for (const [knob, value] of Object.entries(goal.at ?? {})) {
    if (setting?.[/** @type {keyof LeakKnobs} */ (knob)] !== value) return false;
  }
  if (goal.measure === "threshold") {
    return Boolean(setting && below !== undefined && run.left > 0 && seen.has(setting, below));
  }
  const value = MEASURES[goal.measure](run);
  return value >= (goal.at_least ?? -Infinity) && value <= (goal.at_most ?? Infinity);
}

export class Goals {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #staying;
  /** @type {Map<string, Seen>} */
  #seen = new Map();

  /**
   * `handlers` name the runs that `look` is shown.
   * @param {Goal[]} goals
   * @param {string[]} handlers
   */
  constructor(goals, handlers) {
    this.goals = goals;
    this.handlers = handlers;
    this.said = h("span", { role: "status", class: "hidden" });
    this.items = goals.map((goal) => {
      const box = h("span", { "aria-hidden": "true" }, "☐ ");
      const state = h("span", { class: "state" }, " – open");
      return { box, state, element: h("li", {}, box, goal.text, state) };
    });
    const list = h("ul", {}, ...this.items.map((each) => each.element));
    const hidden = goals.length === 0;
    this.element = h("div", { class: "goals", hidden }, h("p", {}, "Try to:"), list, this.said);
  }

  /**
   * Tick what is shown to be fulfilled; the smallest latency only once the reader stays at it.
   * @param {Shown} shown
   */
  look(shown) {
    clearTimeout(this.#staying);
    const { runs, setting } = shown;
    for (const [i, handler] of this.handlers.entries()) {
      if (!this.#seen.has(handler)) this.#seen.set(handler, new Seen());
      if (setting) this.#seen.get(handler)?.note(runs[i], setting);
    }
    const reached = this.goals.filter((goal) => {
      const run = runs[this.handlers.indexOf(goal.handler)];
      return met(goal, run, shown, /** @type {Seen} */ (this.#seen.get(goal.handler)));
    });
    const [later, now] = [true, false].map((wanted) =>
      reached.filter((goal) => (goal.measure === "threshold") === wanted),
    );
    for (const goal of now) this.#tick(goal);
    if (later.length) {
      this.#staying = setTimeout(() => {
        for (const goal of later) this.#tick(goal);
      }, STAY_MS);
    }
  }

  /** Something else is shown, or nothing: nobody stays anywhere. */
  leave() {
    clearTimeout(this.#staying);
  }

  /** @param {Goal} goal */
  #tick(goal) {
    const { box, state, element } = this.items[this.goals.indexOf(goal)];
    if (element.dataset.done) return;
    element.dataset.done = "true";
    box.textContent = "☑ ";
    state.textContent = " – done";
    this.said.textContent = `Done: ${goal.text}`;
  }
}
