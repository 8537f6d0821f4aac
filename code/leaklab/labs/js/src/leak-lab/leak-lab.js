// <leak-lab>: turn latency, rate and timeout, and see the tasks of each handler over time.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { expandRuns, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, h } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { More } from "../ui/more.js";
import { TimePlayer } from "../ui/player.js";
import { Goals } from "./goals.js";
import { sliders } from "./knobs.js";
import styles from "./leak-lab.css";
import { Live } from "./live.js";
import { LiveBar } from "./live-bar.js";
import { Pictures, Recorded } from "./pictures.js";
import { Presets } from "./presets.js";
import { Spoken } from "./spoken.js";
import { fates, liveSentence, momentSentence, sentence } from "./words.js";

/** @import { LeakAnswer, LeakLabData, LeakKnobs } from "../made/wire.js" */
/** @import { Run } from "../data.js" */
/** @import { Sliders } from "./knobs.js" */
/** @import { Named } from "./presets.js" */

const OPENING = "Nothing was moved yet. Once it is, this line says what becomes of the tasks.";

/** @extends {Lab<LeakLabData, LeakKnobs, LeakAnswer, Sliders>} */
export class LeakLab extends Lab {
  static label = "Leak lab";
  static styles = uplotStyles + styles;

  /** @type {LiveBar | null} */
  liveBar = null;
  /** @type {Recorded} */
  recorded;
  /** @type {TimePlayer} */
  player;
  /** @type {Presets} */
  presets;
  /** @type {Spoken} */
  spoken;
  /** @type {Pictures} */
  pictures;
  /** @type {Goals | null} */
  goals = null;
  /** @type {More} */
  more;
  /** What is said of the whole run; at an earlier moment something else is. */
  #words = "";

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
    const how = { any: this.engine.any, wished: this.wish.setting };
    this.knobs = sliders(data.stops, how, () => this.turned());
    this.presets = new Presets(data.presets, (chosen) => this.showPreset(chosen));
    this.player = new TimePlayer(data.times, () => this.pictures.draw());
    this.recorded = new Recorded(data.times, this.player);
    const clients = "client_hangup_s" in data.stops || "client_timeout_s" in data.stops;
    const drawn = { sync: `${this.id}-sync`, clients };
    const told = (/** @type {number} */ sample) => this.tell(sample);
    const last = this.pictures?.runs ?? null;
    this.pictures = new Pictures(data.handlers, this.recorded, drawn, told);
    this.pictures.runs = last; // until another engine has answered
    this.goals ??= new Goals(data.goals, data.handlers); // what is done stays done
    this.spoken = new Spoken(this.says);
    this.liveBar = this.engine.live
      ? new LiveBar(
          (pace) => this.goLive(pace),
          () => this.endLive(),
        )
      : null;
    const reset = button("Reset", () => this.reset());
    const { [/** @type {keyof LeakKnobs} */ (data.first)]: first, ...others } = this.knobs;
    this.more = new More(
      this.more?.open,
      h(
        "div",
        { class: "row", role: "group", "aria-label": "Presets" },
        ...this.presets.buttons,
        reset,
      ),
      h("div", { class: "knobs" }, ...Object.values(others).map((knob) => knob.element)),
      h("div", { class: "row" }, this.pictures.rule.element, this.pictures.views.element),
    );
    return [
      h("p", { class: "ask" }, data.ask),
      h("div", { class: "knobs" }, first.element),
      this.more.element,
      legend(),
      ...this.pictures.elements,
      ...this.spoken.elements,
      h("div", { class: "row" }, this.player.element),
      this.goals.element,
      ...(this.liveBar ? [this.liveBar.element] : []),
    ];
  }

  keep() {
    const { index } = this.player;
    const { opened, pictures, presets } = this;
    const end = index === this.player.last;
    return { end, index, opened, look: pictures.keep(), preset: presets.shown };
  }

  /** @param {ReturnType<LeakLab["keep"]>} kept */
  restore({ end, index, opened, look, preset }) {
    if (!end) this.player.scrub.position = index;
    this.opened = opened;
    this.pictures.restore(look);
    this.presets.shown = preset;
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

  /** @param {LeakKnobs} setting */
  turning(setting) {
    this.presets.look(this.knobs, setting);
    this.knobs.latency_s.threshold(setting.timeout_s, `timeout ${plain(setting.timeout_s)} s`);
  }

  /**
   * @param {LeakAnswer} answer
   * @param {LeakKnobs} setting
   */
  show(answer, setting) {
    const { extra } = this.presets;
    if (extra) return this.showPreset(extra);
    const runs = expandRuns(answer.runs);
    const words = sentence(setting, this.data.handlers, runs);
    this.root.dataset.opened = String(this.opened);
    this.spoken.paper.textContent = words;
    this.showRuns(runs, this.opened ? OPENING : words);
    const { stops, index } = this.knobs.latency_s;
    if (!this.opened) this.goals?.look({ runs, setting, below: stops[index - 1] });
  }

  turned() {
    this.presets.shown = null;
    return super.turned();
  }

  /** @param {Record<string, any>} setting */
  set(setting) {
    this.presets.shown = null;
    return super.set(setting);
  }

  /** @param {Named} chosen */
  showPreset({ name, preset }) {
    this.opened = false;
    if (preset.setting) {
      this.set(preset.setting);
      this.share();
      return;
    }
    this.forget();
    this.answered = this.turn;
    this.presets.shown = name;
    this.root.dataset.opened = "false";
    const runs = expandRuns(preset.runs ?? []);
    this.showRuns(runs, `${preset.says} ${fates(this.data.handlers, runs)}`);
    this.goals?.look({ runs, setting: null, below: undefined });
    this.presets.press(name);
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
    this.pictures.runs = runs;
    this.#words = words;
    this.pictures.draw();
  }

  /**
   * The sentence of the moment that the read-outs show: of the whole run at its end.
   * @param {number} sample
   */
  tell(sample) {
    const { mode, runs } = this.pictures;
    if (!runs || mode.live) return;
    const times = mode.times(0);
    if (sample >= times.length - 1) return this.spoken.say(this.#words);
    this.spoken.say(momentSentence(times[sample], mode.end, this.data.handlers, runs, sample));
  }

  /** @param {number} pace */
  goLive(pace) {
    this.player.pause();
    this.player.element.hidden = true;
    this.presets.live = true;
    this.goals?.leave();
    this.spoken.say("Live: the servers are starting.", 0);
    this.pictures.runs = null; // nothing to draw until the first frame
    const asked = { setting: this.positions, pace };
    const live = new Live(this.engine, this.data.handlers, asked, {
      shown: () => {
        this.pictures.runs = live.runs;
        this.pictures.draw();
        if (live.full && this.liveBar) this.liveBar.resting = true;
        this.spoken.show(liveSentence(live, this.data.handlers)); // of the same moment
      },
      said: () => this.spoken.read(),
      failed: (why) => {
        this.liveBar?.end();
        this.spoken.say(why, 0);
      },
    });
    this.pictures.mode = live;
    return live;
  }

  endLive() {
    this.pictures.mode = this.recorded;
    this.player.element.hidden = false;
    this.presets.live = false;
    this.opened = false;
    this.player.rewind();
    this.update();
  }

  rest() {
    this.player?.pause();
    this.goals?.leave();
  }

  get charts() {
    return this.pictures.charts;
  }

  end() {
    this.spoken?.end();
    this.liveBar?.end();
    super.end();
  }

  fit() {
    this.pictures.fit();
  }
}
