// <leak-lab>: turn latency, rate and timeout, and see the tasks of each handler over time.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { expandRuns, finer, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, checkbox, h, Slider } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { TimePlayer } from "../ui/player.js";
import { Goals } from "./goals.js";
import styles from "./leak-lab.css";
import { Live } from "./live.js";
import { LiveBar } from "./live-bar.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";
import { fates, liveSentence, sentence } from "./words.js";

/** @import { LeakAnswer, LeakLabData, LeakKnobs, Preset } from "../made/wire.js" */
/** @import { Run } from "../data.js" */

/** @type {Record<keyof Required<LeakKnobs>, {label: string, unit: string}>} */
const KNOBS = {
  latency_s: { label: "Latency", unit: " s" },
  rate_per_s: { label: "Requests per second", unit: " a second" },
  timeout_s: { label: "Timeout", unit: " s" },
  client_hangup_s: { label: "Clients hang up after", unit: " s" },
  client_timeout_s: { label: "Clients' own timeout", unit: " s" },
};
/** @type {[string, string][]} */
const VIEWS = [
  ["panels", "side by side"],
  ["overlay", "overlaid"],
];

/**
 * A mode of the lab says which samples are drawn: those of recorded runs up to the player's
 * moment, or those of live servers (live.js).
 * @typedef {{times(i: number): number[], sample(run: Run): number, readonly end: number}} Mode
 */

/** @implements {Mode} */
class Recorded {
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

/** @extends {Lab<LeakLabData, LeakKnobs, LeakAnswer, Record<keyof LeakKnobs, Slider>>} */
export class LeakLab extends Lab {
  static label = "Leak lab";
  static styles = uplotStyles + styles;

  /** @type {Run[] | null} */
  runs = null;
  /** @type {LiveBar | null} */
  liveBar = null;
  /** @type {Mode} */
  mode;
  /** @type {Recorded} */
  recorded;
  /** @type {TimePlayer} */
  player;
  /** @type {{name: string, preset: Preset, button: HTMLButtonElement}[]} */
  presets;
  /** @type {ReturnType<typeof checkbox>} */
  rule;
  /** @type {Panel[]} */
  panels;
  /** @type {Overlay} */
  overlay;
  /** @type {Goals} */
  goals;

  /**
   * @param {LeakLabData} data
   * @param {LeakKnobs} question
   * @returns {LeakAnswer}
   */
  static recall(data, question) {
    return { runs: data.runs[place(data, question)] };
  }

  build() {
    const { data } = this;
    const knobs = this.names.map((name) => {
      const { label, unit } = KNOBS[name];
      const recorded = data.stops[name] ?? [];
      const slider = new Slider(
        label,
        this.engine.any ? finer(recorded) : recorded,
        (value) => plain(value) + unit,
        () => this.turned(),
      );
      return [name, slider];
    });
    this.knobs = /** @type {Record<keyof LeakKnobs, Slider>} */ (Object.fromEntries(knobs));
    this.presets = Object.entries(data.presets).map(([name, preset]) => ({
      name,
      preset,
      button: button(preset.title, () => this.showPreset(name, preset), { "data-preset": name }),
    }));
    this.player = new TimePlayer(data.times, () => this.draw());
    this.mode = this.recorded = new Recorded(data.times, this.player);
    this.rule = checkbox("Counting rule", () => this.draw());
    const view = new Choice("View", VIEWS, (name) => this.view(name));
    const sync = `${this.id}-sync`;
    const pointed = (/** @type {number | null} */ index) => this.point(index);
    const clients = "client_hangup_s" in data.stops || "client_timeout_s" in data.stops;
    this.panels = data.handlers.map((name) => new Panel(name, sync, pointed, clients));
    this.overlay = new Overlay(data.handlers, sync, pointed);
    this.goals = new Goals(data.goals, data.handlers);
    this.liveBar = this.engine.live
      ? new LiveBar(
          (pace) => this.goLive(pace),
          () => this.endLive(),
        )
      : null;
    const presets = this.presets.map((each) => each.button);
    const reset = button("Reset", () => this.reset());
    return [
      h("div", { class: "row", role: "group", "aria-label": "Presets" }, ...presets, reset),
      h("div", { class: "knobs" }, ...Object.values(this.knobs).map((knob) => knob.element)),
      this.overlay.element,
      h("div", { class: "panels" }, ...this.panels.map((panel) => panel.element)),
      legend(),
      this.says,
      ...(this.liveBar ? [this.liveBar.element] : []),
      h("div", { class: "row" }, this.player.element),
      h("div", { class: "row" }, this.rule.element, view.element),
      this.goals.element,
    ];
  }

  /**
   * Live servers are told of the setting; any other engine is asked what it gives.
   * @param {LeakKnobs} setting
   */
  ask(setting) {
    if (!this.liveBar?.live) return super.ask(setting);
    this.liveBar.live.tell({ setting });
    return null;
  }

  /** The sliders that this lab has, in their order. */
  get names() {
    const all = /** @type {(keyof LeakKnobs)[]} */ (Object.keys(KNOBS));
    return all.filter((name) => this.data.stops[name]);
  }

  /** @param {LeakKnobs} setting */
  turning(setting) {
    const { names } = this;
    const same = this.presets.find(
      ({ preset }) =>
        preset.setting && names.every((name) => preset.setting?.[name] === setting[name]),
    );
    this.press(same?.name);
    this.knobs.latency_s.threshold(setting.timeout_s, `timeout ${plain(setting.timeout_s)} s`);
  }

  /**
   * @param {LeakAnswer} answer
   * @param {LeakKnobs} setting
   */
  show(answer, setting) {
    const runs = expandRuns(answer.runs);
    this.showRuns(runs, sentence(setting, this.data.handlers, runs));
  }

  /**
   * @param {string} name
   * @param {Preset} preset
   */
  showPreset(name, preset) {
    if (preset.setting) {
      this.set(preset.setting);
      this.share();
      return;
    }
    this.forget();
    const runs = expandRuns(preset.runs ?? []);
    this.showRuns(runs, `${preset.says} ${fates(this.data.handlers, runs)}`);
    this.press(name);
  }

  /** @param {string | undefined} name of the preset that the setting is; or none */
  press(name) {
    for (const each of this.presets) {
      each.button.setAttribute("aria-pressed", String(each.name === name));
    }
  }

  reset() {
    super.reset();
    this.player.rewind();
  }

  /**
   * @param {Run[]} runs
   * @param {string} words
   */
  showRuns(runs, words) {
    this.runs = runs;
    this.says.textContent = words;
    this.draw();
    const { stops, index } = this.knobs.latency_s;
    this.goals.look(runs, this.setting, stops[index - 1]);
  }

  /** Draw what there is, as the mode says. */
  draw() {
    const { mode, runs } = this;
    if (!runs) return;
    const tasks = Math.max(...runs.map((run) => run.peak), 1) * 1.05;
    const ends = { t: mode.end, tasks };
    const rule = this.rule.input.checked;
    for (const [i, run] of runs.entries()) {
      this.panels[i].show(mode.times(i), run, mode.sample(run), ends, rule);
    }
    this.overlay.show(mode.times(0), runs, mode.sample(runs[0]), ends);
  }

  /**
   * Show the numbers where the pointer is, or those of the moment when it is nowhere.
   * @param {number | null} index
   */
  point(index) {
    for (const [i, run] of (this.runs ?? []).entries()) {
      this.panels[i].say(run, index ?? this.mode.sample(run));
    }
  }

  /** @param {string} name */
  view(name) {
    const overlaid = name === "overlay";
    this.overlay.element.hidden = !overlaid;
    for (const { chart } of this.panels) chart.place.hidden = overlaid;
    this.fit();
  }

  /** @param {number} pace */
  goLive(pace) {
    this.player.pause();
    this.player.element.hidden = true;
    for (const { button, preset } of this.presets) button.disabled = !preset.setting;
    this.says.textContent = "Live: the servers are starting.";
    this.runs = null; // nothing to draw until the first frame
    const asked = { setting: this.positions, pace };
    const live = new Live(this.engine, this.data.handlers, asked, {
      shown: () => {
        this.runs = live.runs;
        this.draw();
      },
      said: () => {
        if (live.full && this.liveBar) this.liveBar.resting = true;
        this.says.textContent = liveSentence(live, this.data.handlers);
      },
      failed: (why) => {
        this.liveBar?.end();
        this.says.textContent = why;
      },
    });
    this.mode = live;
    return live;
  }

  endLive() {
    this.mode = this.recorded;
    this.player.element.hidden = false;
    for (const { button } of this.presets) button.disabled = false;
    this.player.rewind();
    this.update();
  }

  rest() {
    this.player?.pause();
  }

  get charts() {
    return [...this.panels, this.overlay].map((each) => each.chart);
  }

  end() {
    this.liveBar?.end();
    super.end();
  }

  fit() {
    for (const each of [...this.panels, this.overlay]) each.fit();
    this.draw();
  }
}
