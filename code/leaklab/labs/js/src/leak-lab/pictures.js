// What the leak lab draws: a panel for each handler, or all handlers in one chart.

import { Choice, checkbox, h } from "../ui/dom.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";

/** @import { Run } from "../data.js" */
/** @import { TimePlayer } from "../ui/player.js" */

/** @type {[string, string][]} */
const VIEWS = [
  ["panels", "side by side"],
  ["overlay", "overlaid"],
];

/**
 * A mode of the lab says which samples are drawn: those of recorded runs up to the player's
 * moment, or those of live servers (live.js).
 * @typedef {{times(i: number): number[], sample(run: Run): number, readonly end: number, live: boolean}} Mode
 */

/** @implements {Mode} */
export class Recorded {
  live = false;

  /**
   * @param {number[]} times
   * @param {TimePlayer} player
   */
  constructor(times, player) {
    this.times = () => times;
    this.sample = () => player.index;
    this.end = times[times.length - 1];
  }
}

export class Pictures {
  /** @type {Run[] | null} */
  runs = null;

  /**
   * `told(sample)` hears at which sample the numbers are.
   * @param {string[]} handlers
   * @param {Mode} mode
   * @param {{sync: string, clients: boolean}} how what ties the charts' pointers, and whether
   *   clients who left are counted
   * @param {(sample: number) => void} told
   */
  constructor(handlers, mode, { sync, clients }, told) {
    this.mode = mode;
    this.told = told;
    const pointed = (/** @type {number | null} */ index) => this.point(index);
    this.panels = handlers.map((name) => new Panel(name, sync, pointed, clients));
    this.overlay = new Overlay(handlers, sync, pointed);
    this.rule = checkbox("Counting rule", () => this.draw());
    this.views = new Choice("View", VIEWS, (name) => this.view(name));
  }

  get elements() {
    const panels = this.panels.map((panel) => panel.element);
    return [this.overlay.element, h("div", { class: "panels" }, ...panels)];
  }

  get charts() {
    return [...this.panels, this.overlay].map((each) => each.chart);
  }

  /** Draw what there is, as the mode says. */
  draw() {
    const { mode, runs } = this;
    if (!runs) return;
    const tasks = Math.max(...runs.map((run) => run.peak), 1) * 1.05;
    const ends = { t: mode.end, tasks };
    const rule = this.rule.input.checked;
    for (const [i, run] of runs.entries()) {
      this.panels[i].show(mode.times(i), run, mode.sample(run), ends, rule, mode.live);
    }
    this.told(mode.sample(runs[0]));
    this.overlay.show(mode.times(0), runs, mode.sample(runs[0]), ends);
  }

  /**
   * Show the numbers where the pointer is, or those of the moment when it is nowhere.
   * @param {number | null} index
   */
  point(index) {
    const { mode, runs } = this;
    if (!runs) return;
    for (const [i, run] of runs.entries()) {
      this.panels[i].say(run, index ?? mode.sample(run), mode.live);
    }
    this.told(index ?? mode.sample(runs[0]));
  }

  /** @param {string} name */
  view(name) {
    const overlaid = name === "overlay";
    this.overlay.element.hidden = !overlaid;
    for (const { chart } of this.panels) chart.place.hidden = overlaid;
    this.fit();
  }

  fit() {
    for (const each of [...this.panels, this.overlay]) each.fit();
    this.draw();
  }

  /** What stays as the reader has it, for `restore` of those that are built next. */
  keep() {
    return { checked: this.rule.input.checked, view: this.views.value };
  }

  /** @param {ReturnType<Pictures["keep"]>} kept */
  restore({ checked, view }) {
    this.rule.input.checked = checked;
    this.views.near(view);
    this.view(view);
  }
}
