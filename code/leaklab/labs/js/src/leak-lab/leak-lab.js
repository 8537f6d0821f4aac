// <leak-lab>: turn latency, rate and timeout, and see the tasks of each handler over time.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { expandRuns, finer, nearest, plain } from "../data.js";
import { Lab } from "../lab.js";
import { Choice, checkbox, h, Slider } from "../ui/dom.js";
import { writeHash } from "../ui/hash.js";
import { legend } from "../ui/legend.js";
import { Player } from "../ui/player.js";
import { Goals } from "./goals.js";
import styles from "./leak-lab.css";
import { LiveBar } from "./live-bar.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";
import { fates, liveSentence, sentence } from "./words.js";

const LABELS = { latency_s: "Latency", rate_per_s: "Requests per second", timeout_s: "Timeout" };
const UNITS = { latency_s: " s", rate_per_s: " a second", timeout_s: " s" };
const KNOBS = Object.keys(LABELS);
const VIEWS = [
  ["panels", "side by side"],
  ["overlay", "overlaid"],
];

export class LeakLab extends Lab {
  static label = "Leak lab";
  static styles = uplotStyles + styles;

  /** The recorded answer at the stops nearest to `question`. */
  static recall({ stops, runs }, question) {
    const [latency, rate, timeout] = KNOBS.map((knob) => nearest(stops[knob], question[knob]));
    return {
      runs: runs[(timeout * stops.rate_per_s.length + rate) * stops.latency_s.length + latency],
    };
  }

  build() {
    const { data } = this;
    for (const knob of KNOBS) {
      const stops = this.engine.any ? finer(data.stops[knob]) : data.stops[knob];
      this.knobs[knob] = new Slider(
        LABELS[knob],
        stops,
        (v) => plain(v) + UNITS[knob],
        () => this.turned(),
      );
    }
    this.presets = Object.entries(data.presets).map(([name, preset]) =>
      h(
        "button",
        { type: "button", "data-preset": name, onclick: () => this.showPreset(name) },
        preset.title,
      ),
    );
    this.player = new Player(data.times, () => this.draw());
    this.rule = checkbox("Counting rule", () => this.draw());
    const view = new Choice("View", VIEWS, (name) => this.view(name));
    const sync = `${this.id}-sync`;
    const pointed = (index) => this.point(index);
    this.panels = data.handlers.map((name) => new Panel(name, data.looks, sync, pointed));
    this.overlay = new Overlay(data.handlers, data.looks, sync, pointed);
    this.goals = new Goals(data.goals, data.handlers);
    this.liveBar = this.engine.live ? new LiveBar(this) : null;
    const reset = h("button", { type: "button", onclick: () => this.reset() }, "Reset");
    return [
      h("div", { class: "row", role: "group", "aria-label": "Presets" }, ...this.presets, reset),
      h("div", { class: "knobs" }, ...KNOBS.map((knob) => this.knobs[knob].element)),
      this.overlay.element,
      h("div", { class: "panels" }, ...this.panels.map((panel) => panel.element)),
      legend(data.looks),
      this.says,
      ...(this.liveBar ? [this.liveBar.element] : []),
      h("div", { class: "row" }, this.player.element),
      h("div", { class: "row" }, this.rule.element, view.element),
      this.goals.element,
    ];
  }

  update() {
    if (!this.liveBar?.on) return super.update();
    this.setting = this.positions;
    this.turning(this.setting);
    this.liveBar.turn(this.setting);
  }

  turning(setting) {
    const same = ([, preset]) =>
      preset.setting && KNOBS.every((knob) => preset.setting[knob] === setting[knob]);
    this.press(Object.entries(this.data.presets).find(same)?.[0]);
    this.knobs.latency_s.threshold(setting.timeout_s, `timeout ${plain(setting.timeout_s)} s`);
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
    for (const button of this.presets)
      button.setAttribute("aria-pressed", String(button.dataset.preset === name));
  }

  reset() {
    super.reset();
    this.player.rewind();
  }

  showRuns(runs, words) {
    this.runs = runs;
    this.says.textContent = words;
    this.draw();
    const below = (knob) => this.knobs[knob].stops[this.knobs[knob].index - 1];
    this.goals.look(runs, this.setting, below);
  }

  /** Draw the runs up to the player's moment; in live mode, all that there is. */
  draw() {
    const live = this.liveBar?.live;
    if (!this.runs || (live && this.runs !== live.runs)) return; // its first frame is under way
    const highest = Math.max(...this.runs.map((run) => run.peak), 1) * 1.05;
    const ends = { t: live ? live.end : this.data.times.at(-1), tasks: highest };
    const timesOf = (i) => (live ? live.growing[i].times : this.data.times);
    this.runs.forEach((run, i) =>
      this.panels[i].show(timesOf(i), run, this.sample(run), ends, this.rule.input.checked),
    );
    this.overlay.show(timesOf(0), this.runs, this.sample(this.runs[0]), ends);
  }

  /** Which sample of `run` is the one to show. */
  sample(run) {
    return this.liveBar?.on ? run.columns.tasks.length - 1 : this.player.index;
  }

  /** Show the numbers where the pointer is, or those of the moment when it is nowhere. */
  point(index) {
    this.runs?.forEach((run, i) => this.panels[i].say(run, index ?? this.sample(run)));
  }

  view(name) {
    const overlaid = name === "overlay";
    this.overlay.element.hidden = !overlaid;
    for (const panel of this.panels) panel.place.hidden = overlaid;
    this.fit();
  }

  liveBegan() {
    this.player.pause();
    this.player.element.hidden = true;
    for (const button of this.presets)
      button.disabled = !this.data.presets[button.dataset.preset].setting;
    this.says.textContent = "Live: the servers are starting.";
  }

  showLive(live) {
    this.runs = live.runs;
    this.draw();
  }

  sayLive(live) {
    this.says.textContent = liveSentence(live.frame, this.data.handlers, live.runs);
  }

  liveEnded() {
    this.player.element.hidden = false;
    for (const button of this.presets) button.disabled = false;
    this.player.rewind();
    this.update();
  }

  rest() {
    this.player?.pause();
  }

  get charts() {
    return [...this.panels, this.overlay].map((each) => each.chart);
  }

  listen() {
    for (const chart of this.charts) chart.open();
    super.listen();
  }

  disconnectedCallback() {
    this.liveBar?.end();
    super.disconnectedCallback();
    if (this.panels) for (const chart of this.charts) chart.close();
  }

  fit() {
    for (const panel of [...this.panels, this.overlay]) panel.fit();
    this.draw();
  }
}
