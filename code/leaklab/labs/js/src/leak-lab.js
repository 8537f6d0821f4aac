// <leak-lab>: turn latency, rate and timeout, and see the tasks of each handler over time.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { expandRuns, nearest, plain } from "./data.js";
import { Slider, checkbox, h } from "./dom.js";
import { writeHash } from "./hash.js";
import { Lab } from "./lab.js";
import styles from "./leak-lab.css";
import { legend } from "./legend.js";
import { Panel } from "./panel.js";
import { Player } from "./player.js";
import { fates, sentence } from "./words.js";

const LABELS = { latency_s: "Latency", rate_per_s: "Requests per second", timeout_s: "Timeout" };
const UNITS = { latency_s: " s", rate_per_s: " a second", timeout_s: " s" };
const KNOBS = Object.keys(LABELS);

/** Stops between the recorded ones, for engines that can run any setting. */
function fine(stops, knob) {
  const [low, high] = [stops[0], stops[stops.length - 1]];
  const step = knob === "rate_per_s" ? 5 : 0.02;
  const between = [];
  for (let i = 0; low + i * step <= high + step / 2; i++) between.push(Number((low + i * step).toFixed(6)));
  return [...new Set([...between, ...stops])].sort((a, b) => a - b);
}

export class LeakLab extends Lab {
  static label = "Leak lab";
  static styles = uplotStyles + styles;

  /** The recorded answer at the stops nearest to `question`. */
  static recall({ stops, runs }, question) {
    const [latency, rate, timeout] = KNOBS.map((knob) => nearest(stops[knob], question[knob]));
    return { runs: runs[(timeout * stops.rate_per_s.length + rate) * stops.latency_s.length + latency] };
  }

  build() {
    const { data } = this;
    for (const knob of KNOBS) {
      const stops = this.engine.any ? fine(data.stops[knob], knob) : data.stops[knob];
      this.knobs[knob] = new Slider(LABELS[knob], stops, (v) => plain(v) + UNITS[knob], () => this.turned());
    }
    this.presets = Object.entries(data.presets).map(([name, preset]) =>
      h("button", { type: "button", "data-preset": name, onclick: () => this.showPreset(name) }, preset.title),
    );
    this.player = new Player(data.times, (sample) => this.showSample(sample));
    this.rule = checkbox("Counting rule", () => this.showSample(this.player.index));
    this.panels = data.handlers.map((name) => new Panel(name, data, `${this.id}-sync`, (at) => this.point(at)));
    const reset = h("button", { type: "button", onclick: () => this.reset() }, "Reset");
    return [
      h("div", { class: "row", role: "group", "aria-label": "Presets" }, ...this.presets, reset),
      h("div", { class: "knobs" }, ...KNOBS.map((knob) => this.knobs[knob].element)),
      h("div", { class: "panels" }, ...this.panels.map((panel) => panel.element)),
      legend(data.looks),
      this.says,
      h("div", { class: "row" }, this.player.element, this.rule.element),
    ];
  }

  turning(setting) {
    const same = ([, preset]) => preset.setting && KNOBS.every((knob) => preset.setting[knob] === setting[knob]);
    this.press(Object.entries(this.data.presets).find(same)?.[0]);
    this.knobs.latency_s.threshold(setting.timeout_s, `the timeout, ${plain(setting.timeout_s)} s`);
  }

  show(answer, setting) {
    const runs = expandRuns(answer.runs);
    this.showRuns(runs, sentence(setting, this.data.handlers, runs));
  }

  showPreset(name) {
    const preset = this.data.presets[name];
    if (preset.setting) {
      this.set(preset.setting);
      writeHash(this.id, this.positions);
      return;
    }
    this.forget();
    const runs = expandRuns(preset.runs);
    this.showRuns(runs, `${preset.says} ${fates(this.data.handlers, runs)}`);
    this.press(name);
  }

  press(name) {
    for (const button of this.presets) button.setAttribute("aria-pressed", String(button.dataset.preset === name));
  }

  reset() {
    super.reset();
    this.player.rewind();
  }

  showRuns(runs, words) {
    this.runs = runs;
    this.says.textContent = words;
    this.showSample(this.player.index);
  }

  showSample(sample) {
    if (!this.runs) return;
    const highest = Math.max(...this.runs.map((run) => run.peak), 1) * 1.05;
    this.runs.forEach((run, i) => this.panels[i].show(run, sample, highest, this.rule.input.checked));
  }

  /** Show the numbers where the pointer is, or the player's when it is nowhere. */
  point(index) {
    this.runs?.forEach((run, i) => this.panels[i].say(run, index ?? this.player.index));
  }

  rest() {
    this.player?.pause();
  }

  fit() {
    for (const panel of this.panels) panel.fit();
    this.showSample(this.player.index);
  }
}
