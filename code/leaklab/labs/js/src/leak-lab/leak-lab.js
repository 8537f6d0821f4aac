// <leak-lab>: turn latency, rate and timeout, and see the tasks of each handler over time.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { expandRuns, finer, nearest, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, checkbox, h, more, Slider } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { TimePlayer } from "../ui/player.js";
import { Goals } from "./goals.js";
import styles from "./leak-lab.css";
import { Live } from "./live.js";
import { LiveBar } from "./live-bar.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";
import { fates, liveSentence, momentSentence, sentence } from "./words.js";

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
const OPENING = "Nothing was turned yet. Turn it, and this line says what becomes of the tasks.";
const QUIET_MS = 700; // without a change: then what is said is read out
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
class Recorded {
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
  /** @type {Goals | null} */
  goals = null;
  /** @type {Choice} */
  views;
  /** @type {HTMLDetailsElement} */
  more;
  /** What is said of the whole run; at an earlier moment something else is. */
  #words = "";
  /** The preset that is shown though no setting gives it. @type {string | null} */
  #shown = null;
  /** Read out when it has rested, so that nobody hears each stop of a drag. @type {HTMLElement} */
  heard;
  /** On paper nothing can be turned: there the sentence stands from the beginning. @type {HTMLElement} */
  paper;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quiet;

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
        this.engine.any ? finer(this.withWish(name, recorded)) : recorded,
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
    this.views = new Choice("View", VIEWS, (name) => this.view(name));
    const sync = `${this.id}-sync`;
    const pointed = (/** @type {number | null} */ index) => this.point(index);
    const clients = "client_hangup_s" in data.stops || "client_timeout_s" in data.stops;
    this.panels = data.handlers.map((name) => new Panel(name, sync, pointed, clients));
    this.overlay = new Overlay(data.handlers, sync, pointed);
    this.goals ??= new Goals(data.goals, data.handlers); // what is done stays done
    this.says.removeAttribute("role"); // it changes with every picture: `heard` is read out
    this.heard = h("p", { class: "hidden", role: "status" });
    this.paper = h("p", { class: "paper" });
    this.liveBar = this.engine.live
      ? new LiveBar(
          (pace) => this.goLive(pace),
          () => this.endLive(),
        )
      : null;
    const presets = this.presets.map((each) => each.button);
    const reset = button("Reset", () => this.reset());
    const { [/** @type {keyof LeakKnobs} */ (data.first)]: first, ...others } = this.knobs;
    this.more = more(
      "More",
      h("div", { class: "row", role: "group", "aria-label": "Presets" }, ...presets, reset),
      h("div", { class: "knobs" }, ...Object.values(others).map((knob) => knob.element)),
      h("div", { class: "row" }, this.rule.element, this.views.element),
    );
    return [
      h("p", { class: "ask" }, data.ask),
      h("div", { class: "knobs" }, first.element),
      this.more,
      legend(),
      this.overlay.element,
      h("div", { class: "panels" }, ...this.panels.map((panel) => panel.element)),
      this.says,
      this.heard,
      this.paper,
      h("div", { class: "row" }, this.player.element),
      this.goals.element,
      ...(this.liveBar ? [this.liveBar.element] : []),
    ];
  }

  keep() {
    const { index } = this.player;
    const { opened, more, rule, views } = this;
    const end = index === this.player.last;
    const [open, checked, view] = [more.open, rule.input.checked, views.value];
    return { end, index, opened, open, checked, view, preset: this.#shown };
  }

  /** @param {ReturnType<LeakLab["keep"]>} kept */
  restore({ end, index, opened, open, checked, view, preset }) {
    if (!end) this.player.scrub.position = index;
    this.opened = opened;
    this.more.open = open;
    this.rule.input.checked = checked;
    this.views.near(view);
    this.view(view);
    this.#shown = preset;
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

  /**
   * The stops and, between them, what a link asks for.
   * @param {keyof LeakKnobs} name
   * @param {number[]} stops
   */
  withWish(name, stops) {
    const wish = this.wish.setting?.[name];
    const between = wish > stops[0] && wish < stops[stops.length - 1] && !stops.includes(wish);
    return between ? [...stops, wish].sort((a, b) => a - b) : stops;
  }

  /** The sliders that this lab has, in their order. */
  get names() {
    const all = /** @type {(keyof LeakKnobs)[]} */ (Object.keys(KNOBS));
    return all.filter((name) => this.data.stops[name]);
  }

  /** @param {LeakKnobs} setting */
  turning(setting) {
    const { names } = this;
    const at = (/** @type {Preset} */ { setting: wanted }) =>
      wanted &&
      names.every((name) => {
        const { stops } = this.knobs[name];
        return stops[nearest(stops, wanted[name])] === setting[name];
      });
    const same = this.presets.find(({ preset }) => at(preset));
    this.press(same?.name);
    this.knobs.latency_s.threshold(setting.timeout_s, `timeout ${plain(setting.timeout_s)} s`);
  }

  /**
   * @param {LeakAnswer} answer
   * @param {LeakKnobs} setting
   */
  show(answer, setting) {
    const shown = this.presets.find(({ name }) => name === this.#shown);
    if (shown) return this.showPreset(shown.name, shown.preset);
    const runs = expandRuns(answer.runs);
    const words = sentence(setting, this.data.handlers, runs);
    this.root.dataset.opened = String(this.opened);
    this.paper.textContent = words;
    this.showRuns(runs, this.opened ? OPENING : words);
    const { stops, index } = this.knobs.latency_s;
    if (!this.opened) this.goals?.look({ runs, setting, below: stops[index - 1] });
  }

  turned() {
    this.#shown = null;
    return super.turned();
  }

  /** @param {Record<string, any>} setting */
  set(setting) {
    this.#shown = null;
    return super.set(setting);
  }

  /**
   * @param {string} name
   * @param {Preset} preset
   */
  showPreset(name, preset) {
    this.opened = false;
    if (preset.setting) {
      this.set(preset.setting);
      this.share();
      return;
    }
    this.forget();
    this.answered = this.turn;
    this.#shown = name;
    this.root.dataset.opened = "false";
    const runs = expandRuns(preset.runs ?? []);
    this.showRuns(runs, `${preset.says} ${fates(this.data.handlers, runs)}`);
    this.goals?.look({ runs, setting: null, below: undefined });
    this.press(name);
  }

  /** @param {string | undefined} name of the preset that the setting is; or none */
  press(name) {
    for (const each of this.presets) {
      each.button.setAttribute("aria-pressed", String(each.name === name));
    }
  }

  reset() {
    this.goals?.leave();
    super.reset();
    this.player.rewind();
  }

  /**
   * @param {Run[]} runs
   * @param {string} words
   */
  showRuns(runs, words) {
    this.runs = runs;
    this.#words = words;
    this.draw();
  }

  /**
   * Say `words`, and have them read out once they have rested for so long.
   * @param {string} words
   * @param {number} [rest_ms]
   */
  say(words, rest_ms = QUIET_MS) {
    if (this.says.textContent === words) return;
    this.says.textContent = words;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.heard.textContent = this.says.textContent;
    }, rest_ms);
  }

  /**
   * The sentence of the moment that the read-outs show: of the whole run at its end.
   * @param {number} sample
   */
  tell(sample) {
    const { mode, runs } = this;
    if (!runs || mode.live) return;
    const times = mode.times(0);
    if (sample >= times.length - 1) return this.say(this.#words);
    this.say(momentSentence(times[sample], mode.end, this.data.handlers, runs, sample));
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
    this.tell(mode.sample(runs[0]));
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
    this.tell(index ?? mode.sample(runs[0]));
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
    this.goals?.leave();
    this.say("Live: the servers are starting.", 0);
    this.runs = null; // nothing to draw until the first frame
    const asked = { setting: this.positions, pace };
    const live = new Live(this.engine, this.data.handlers, asked, {
      shown: () => {
        this.runs = live.runs;
        this.draw();
        if (live.full && this.liveBar) this.liveBar.resting = true;
        this.says.textContent = liveSentence(live, this.data.handlers); // of the same moment
      },
      said: () => {
        this.heard.textContent = this.says.textContent;
      },
      failed: (why) => {
        this.liveBar?.end();
        this.say(why, 0);
      },
    });
    this.mode = live;
    return live;
  }

  endLive() {
    this.mode = this.recorded;
    this.player.element.hidden = false;
    for (const { button } of this.presets) button.disabled = false;
    this.opened = false;
    this.player.rewind();
    this.update();
  }

  rest() {
    this.player?.pause();
    this.goals?.leave();
  }

  get charts() {
    return [...this.panels, this.overlay].map((each) => each.chart);
  }

  end() {
    clearTimeout(this.#quiet);
    this.liveBar?.end();
    super.end();
  }

  fit() {
    for (const each of [...this.panels, this.overlay]) each.fit();
    this.draw();
  }
}
