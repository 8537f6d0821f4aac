// <leak-lab>: turn latency, rate and timeout, and see the tasks of each handler over time.

import { Chart } from "./chart.js";
import { ROLES, count, nearest, plain } from "./data.js";
import { Slider, checkbox, h } from "./dom.js";
import { Dots } from "./dots.js";
import { readHash, writeHash } from "./hash.js";
import { Player } from "./player.js";
import { KNOBS, RecordedEngine } from "./recorded.js";
import { runHere } from "./run-here.js";
import styles from "./leak-lab.css";
import uplotStyles from "uplot/dist/uPlot.min.css";
import { isDark, watchTheme } from "./theme.js";
import { counters, fates, sentence } from "./words.js";

const LABELS = { latency_s: "Latency", rate_per_s: "Requests per second", timeout_s: "Timeout" };
const UNITS = { latency_s: " s", rate_per_s: " a second", timeout_s: " s" };
const INK = { light: { ink: "#1f2328", grid: "#d0d7de" }, dark: { ink: "#e6e6e6", grid: "#48566b" } };

/** Stops between the recorded ones, for engines that can run any setting. */
function fine(stops, knob) {
  const [low, high] = [stops[0], stops[stops.length - 1]];
  const step = knob === "rate_per_s" ? 5 : 0.02;
  const between = [];
  for (let i = 0; low + i * step <= high + step / 2; i++) between.push(Number((low + i * step).toFixed(6)));
  return [...new Set([...between, ...stops])].sort((a, b) => a - b);
}

export class LeakLab extends HTMLElement {
  connectedCallback() {
    if (this.engine) return this.listen();
    const source = this.querySelector('script[type="application/json"]');
    if (source) this.start(new RecordedEngine(JSON.parse(source.textContent)));
  }

  /** Begin with an engine, whichever it is; the element does not need to know. */
  start(engine) {
    this.engine = engine;
    this.data = engine.data;
    this.dataset.lmSuppressShortcuts = "true"; // JupyterLab: arrow keys are the sliders' here
    this.build();
    this.set({ ...this.data.start, ...readHash(this.id, KNOBS) });
    if (this.isConnected) this.listen();
  }

  /** Go on with another engine, at the same setting. */
  switchTo(engine) {
    this.engine = engine;
    const { setting } = this;
    for (const knob of KNOBS) this.knobs[knob].refine(this.stops(knob));
    this.set(setting);
  }

  stops(knob) {
    const recorded = this.data.stops[knob];
    return this.engine.any ? fine(recorded, knob) : recorded;
  }

  disconnectedCallback() {
    this.player?.pause();
    this.stopListening?.();
    this.stopListening = null;
  }

  listen() {
    if (this.stopListening) return;
    const paint = () => this.paintTheme();
    const stopTheme = watchTheme(paint);
    const resized = new ResizeObserver(() => this.fit());
    resized.observe(this);
    const hidden = () => document.hidden && this.player.pause();
    const hash = () => {
      const given = readHash(this.id, KNOBS);
      if (Object.keys(given).length) this.set({ ...this.setting, ...given });
    };
    document.addEventListener("visibilitychange", hidden);
    addEventListener("hashchange", hash);
    this.stopListening = () => {
      stopTheme();
      resized.disconnect();
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("hashchange", hash);
    };
    paint();
  }

  build() {
    const { data } = this;
    this.knobs = {};
    for (const knob of KNOBS) {
      this.knobs[knob] = new Slider(LABELS[knob], this.stops(knob), (v) => plain(v) + UNITS[knob], () => this.turned());
    }
    this.presets = Object.entries(data.presets).map(([name, preset]) =>
      h("button", { type: "button", "data-preset": name, onclick: () => this.showPreset(name) }, preset.title),
    );
    this.player = new Player(data.times, (sample) => this.showSample(sample));
    this.rule = checkbox("Counting rule", () => this.showSample(this.player.index));
    this.says = h("p", { class: "says", role: "status" });
    this.panels = data.handlers.map((name, i) => this.panel(name, i));
    const reset = h("button", { type: "button", onclick: () => this.reset() }, "Reset");
    const root = this.attachShadow({ mode: "open" });
    const sheet = h("style", {}, uplotStyles + styles);
    this.root = h(
      "section",
      { "aria-label": "Leak lab", class: "lab" },
      h("div", { class: "row", role: "group", "aria-label": "Presets" }, ...this.presets, reset),
      h("div", { class: "knobs" }, ...KNOBS.map((knob) => this.knobs[knob].element)),
      h("div", { class: "panels" }, ...this.panels.map((panel) => panel.element)),
      this.legend(),
      this.says,
      h("div", { class: "row" }, this.player.element, this.rule.element),
      ...(this.engine.any ? [] : [runHere(this)]),
    );
    root.append(sheet, this.root);
  }

  panel(name, i) {
    const place = h("div", { class: "plot" });
    const numbers = h("dl", { class: "numbers" });
    const canvas = h("canvas", { class: "dots", "aria-hidden": "true" });
    const caption = h("p", { class: "small" });
    const element = h("figure", { "aria-label": name }, h("figcaption", {}, name), numbers, place, canvas, caption);
    const theme = () => INK[isDark() ? "dark" : "light"];
    const hover = (index) => this.point(index, i);
    const chart = new Chart(place, this.data.times, this.data.looks, theme, `${this.id}-sync`, hover);
    const cells = new Map();
    const say = (pairs) => {
      for (const [name, value] of pairs) {
        if (!cells.has(name)) {
          cells.set(name, h("dd", {}));
          numbers.append(h("div", {}, h("dt", {}, name), cells.get(name)));
        }
        cells.get(name).textContent = count(value);
      }
    };
    return { element, say, chart, dots: new Dots(canvas, caption, this.data.looks.parked) };
  }

  legend() {
    const items = [...ROLES].reverse().map((role) => {
      const look = this.data.looks[role];
      const key = h("span", { class: `key ${role}`, "aria-hidden": "true" }, look.icon);
      key.style.setProperty("--colour", look.colour);
      key.style.setProperty("--fill", look.fill);
      return h("li", {}, key, role);
    });
    return h("ul", { class: "legend", "aria-label": "Roles" }, ...items);
  }

  /** Put the knobs at the stops nearest to `setting` and show the runs made there. */
  set(setting) {
    for (const knob of KNOBS) this.knobs[knob].position = nearest(this.knobs[knob].stops, setting[knob]);
    this.update();
  }

  turned() {
    this.update();
    writeHash(this.id, this.setting);
  }

  async update() {
    const setting = Object.fromEntries(KNOBS.map((knob) => [knob, this.knobs[knob].value]));
    this.setting = setting;
    this.press(this.presetAt(setting));
    this.knobs.latency_s.threshold(setting.timeout_s, `the timeout, ${plain(setting.timeout_s)} s`);
    let runs = this.engine.run(setting);
    if (runs instanceof Promise) runs = await runs; // recorded runs are there at once
    if (!runs || this.setting !== setting) return; // a newer setting took its place
    if (runs.error) this.says.textContent = runs.error;
    else this.show(runs, sentence(setting, this.data.handlers, runs));
  }

  presetAt(setting) {
    const same = ([, preset]) => preset.setting && KNOBS.every((knob) => preset.setting[knob] === setting[knob]);
    return Object.entries(this.data.presets).find(same)?.[0];
  }

  showPreset(name) {
    const preset = this.data.presets[name];
    if (preset.setting) {
      this.set(preset.setting);
      writeHash(this.id, this.setting);
      return;
    }
    this.setting = { ...this.setting }; // whatever is still being asked is not wanted any more
    const runs = this.engine.preset(name);
    this.show(runs, `${preset.says} ${fates(this.data.handlers, runs)}`);
    this.press(name);
  }

  press(name) {
    for (const button of this.presets) button.setAttribute("aria-pressed", String(button.dataset.preset === name));
  }

  reset() {
    this.set(this.data.start);
    this.player.seek(this.data.times.length - 1);
    this.player.scrub.position = this.data.times.length - 1;
    writeHash(this.id, this.setting);
  }

  show(runs, words) {
    this.runs = runs;
    this.says.textContent = words;
    this.showSample(this.player.index);
  }

  showSample(sample) {
    if (!this.runs) return;
    const highest = Math.max(...this.runs.map((run) => run.peak), 1) * 1.05;
    this.runs.forEach((run, i) => {
      const { chart, dots } = this.panels[i];
      chart.show(run.columns, sample, highest, this.rule.input.checked && Boolean(run.columns.rule));
      dots.show(run.columns.parked[sample]);
    });
    this.point(null);
  }

  /** Show the numbers at sample `index`, or at the player's when the pointer is nowhere. */
  point(index) {
    if (!this.runs) return;
    const sample = index ?? this.player.index;
    this.runs.forEach((run, i) => this.panels[i].say(counters(run, sample)));
  }

  fit() {
    for (const { chart, dots } of this.panels) {
      chart.resize();
      dots.fit();
    }
    if (this.runs) this.runs.forEach((run, i) => this.panels[i].dots.show(run.columns.parked[this.player.index]));
  }

  paintTheme() {
    this.root.dataset.dark = String(isDark());
    this.fit();
    this.showSample(this.player.index);
  }
}
