// <incident-replay>: the two evenings. Line, timeouts, tasks and memory over one time axis.

import uPlot from "uplot";
import uplotStyles from "uplot/dist/uPlot.min.css";
import { count, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, h, named, Slider } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { More } from "../ui/more.js";
import { TimePlayer } from "../ui/player.js";
import { roleSeries, stacked, upTo } from "../ui/plot.js";
import { ink } from "../ui/theme.js";
import { expandReplay, finerStops } from "./data.js";
import styles from "./incident-replay.css";
import { axisSize, Timeline } from "./timeline.js";
import { ask, Clock, range, sentence, times } from "./words.js";

/** @import { IncidentReplay as Answer, IncidentReplayData, IncidentKnobs } from "../made/wire.js" */
/** @import { Column } from "../ui/plot.js" */
/** @import { Replay } from "./data.js" */
/** @import { How } from "./timeline.js" */

/**
 * What a chart draws of a replay, up to a sample, and what is said of it above at one.
 * @typedef {Object} Line
 * @property {uPlot.Series[]} series
 * @property {number} top
 * @property {(replay: Replay, until: number) => Column[]} columns
 * @property {(replay: Replay, at: number) => string} says
 * @property {(replay: Replay) => number} [ownTop] where its axis ends for this replay
 * @property {string} [restart] the word at the restart's mark
 */

/** @typedef {Pick<Line, "columns" | "says" | "ownTop"> & {title: string, value: HTMLElement, chart: Timeline, element: HTMLElement}} Drawn */

/** What it may have besides. @typedef {Partial<Pick<How, "height" | "marks" | "clock" | "bands">>} Extra */

const HAIRLINE = 0.05; // of the common axis: what is lower could not be told from nothing

/** @type {uPlot.Series.PathBuilder | undefined} */
const hold = uPlot.paths.stepped?.({ align: 1 }); // a value holds until the next sample

/**
 * @param {uPlot.Series} extra
 * @returns {uPlot.Series}
 */
const curve = (extra) => ({
  width: 2,
  stroke: () => ink().ink,
  points: { show: false },
  ...extra,
});

/** @extends {Lab<IncidentReplayData, IncidentKnobs, Answer, {factor: Slider, restart_h: Slider, handler: Choice}>} */
export class IncidentReplay extends Lab {
  static label = "The two evenings, replayed";
  static styles = uplotStyles + styles;

  /** @type {Replay | null} */
  replay = null;
  /** @type {Clock} */
  clock;
  /** @type {TimePlayer} */
  player;
  /** @type {HTMLElement} */
  moment;
  /** @type {Drawn[]} */
  lines;
  /** @type {More} */
  more;
  /** What the upright axes take, the same in all charts. */
  axisSize = 0;
  /** Whether nobody has turned anything yet. */
  opening = true;

  /**
   * @param {IncidentReplayData} data
   * @param {IncidentKnobs} question
   */
  static recall(data, question) {
    return data.replays[place(data, question)];
  }

  build() {
    const { data } = this;
    const stops = this.engine.any ? finerStops(data) : data.stops;
    this.clock = new Clock(data.begins_h, data.times_h[data.times_h.length - 1]);
    const turned = () => this.turned();
    const moment = (/** @type {number} */ hour) => this.clock.moment(hour);
    const restart = (/** @type {number} */ hour) => this.restartWords(hour);
    this.knobs = {
      factor: new Slider("Line in the evenings", stops.factor, times, turned),
      restart_h: new Slider("Restart of the server", stops.restart_h, restart, turned),
      handler: new Choice("Handler", named(data.stops.handler), turned),
    };
    const { factor, restart_h, handler } = this.knobs;
    factor.threshold(data.threshold, `limit ${plain(data.timeout_s)} s`);
    this.more = new More(
      this.more?.open,
      h("div", { class: "row" }, restart_h.element, handler.element),
    );
    this.player = new TimePlayer(data.times_h, (at) => this.showSample(at), moment);
    this.player.speed.element.after(button("Reset", () => this.reset()));
    this.moment = h("p", { class: "moment" });
    this.lines = this.allLines();
    const slow = h("span", { class: "key slow", "aria-hidden": "true" });
    const notes = data.notes.flatMap(([head, text]) => [h("dt", {}, head), h("dd", {}, text)]);
    const known = h("summary", {}, "What is known here, what is chosen, what is estimated");
    return [
      h("div", { class: "knobs" }, factor.element),
      this.says,
      this.more.element,
      legend(h("li", {}, slow, "the two evenings")),
      this.moment,
      h("div", { class: "lines" }, ...this.lines.map((line) => line.element)),
      this.player.element,
      h("details", { class: "known" }, known, h("dl", { class: "small notes" }, ...notes)),
    ];
  }

  /**
   * The four charts, from cause to effect. Their axes are those of the worst replay, so that one
   * setting can be held against another; tasks of which nothing could be seen there have their own.
   */
  allLines() {
    const { memory, replays, slow_h, timeout_s, times_h } = this.data;
    const most = (/** @type {"slow_s" | "peak"} */ what) =>
      Math.max(...replays.map((replay) => replay[what]));
    const limit = `limit ${plain(timeout_s)} s`;
    const minutes = Math.round(times_h[1] * 60);
    const recent = replays.flatMap((replay) => expandReplay(replay, this.data).recent);
    const tops = {
      latency: Math.max(most("slow_s"), timeout_s) * 1.15,
      recent: Math.max(1, ...recent) * 1.3,
      tasks: most("peak") * 1.1,
      memory: (memory.at_rest_mib + most("peak") * memory.most_mib) * 1.1,
    };
    this.axisSize = axisSize(Object.values(tops));
    const violet = () => ink().memory;
    return [
      this.line("Latency of the line, s", {
        series: [curve({ paths: hold })],
        columns: (replay, until) => [upTo(replay.latency, until)],
        top: tops.latency,
        says: (replay, at) => `${plain(replay.latency[at])} s`,
        marks: (pen) => pen.level(timeout_s, limit, slow_h[0][1]),
      }),
      this.line(`Platform's timeouts in ${minutes} min`, {
        series: [curve({ width: 1, paths: hold, fill: () => ink().grid })],
        columns: (replay, until) => [upTo(replay.recent, until)],
        top: tops.recent,
        says: (replay, at) =>
          `${count(replay.recent[at])} just now, ${count(replay.missed[at])} so far`,
        restart: "restart",
      }),
      this.line("Server's tasks (goroutines)", {
        height: 130,
        series: roleSeries(),
        columns: (replay, until) => stacked(replay.columns, until),
        top: tops.tasks,
        ownTop: ({ peak }) => (peak < HAIRLINE * tops.tasks ? peak * 1.1 : tops.tasks),
        says: ({ columns, atWork, peak }, at) =>
          `${count(columns.parked[at])} parked, ${count(atWork[at])} at work` +
          (peak < HAIRLINE * tops.tasks ? ", on a scale of their own" : ""),
      }),
      this.line("Server's memory, estimated, MiB", {
        series: [curve({ stroke: violet, pxAlign: 0 }), curve({ stroke: violet, pxAlign: 0 })],
        bands: [{ series: [1, 2], fill: () => ink().haze }],
        columns: (replay, until) => [upTo(replay.most, until), upTo(replay.least, until)],
        top: tops.memory,
        says: (replay, at) => `${range(replay.least[at], replay.most[at])} MiB`,
        clock: (hour) => this.clock.tick(hour),
      }),
    ];
  }

  /**
   * @param {string} title
   * @param {Line & Extra} what
   * @returns {Drawn}
   */
  line(title, { columns, says, restart, height = 70, marks, ownTop, ...how }) {
    const value = h("span", { class: "value" });
    const chart = new Timeline({
      ...how,
      height,
      axisSize: this.axisSize,
      times: this.data.times_h,
      spans: this.data.slow_h,
      sync: `${this.id}-sync`,
      hovered: (at) => this.point(at),
      marks: (pen) => {
        marks?.(pen);
        const restart_h = this.setting?.restart_h;
        if (restart_h < this.clock.last) pen.upright(restart_h, [4, 4], restart);
        const { index } = this.player;
        if (index < this.player.last) pen.upright(this.data.times_h[index], []);
      },
    });
    const caption = h("figcaption", {}, title, value);
    const element = h("figure", { "aria-label": title }, caption, chart.place);
    return { title, columns, says, ownTop, value, chart, element };
  }

  /**
   * @param {Answer} answer
   * @param {IncidentKnobs} setting
   */
  show(answer, setting) {
    this.replay = expandReplay(answer, this.data);
    this.root.dataset.opening = String(this.opening);
    this.says.textContent = this.opening
      ? ask(setting, this.data)
      : sentence(setting, this.replay, this.data, this.clock);
    const { restart_h, handler } = setting;
    this.more.say(this.restartWords(restart_h), handler);
    this.showSample(this.player.index);
  }

  /** @param {number} hour */
  restartWords(hour) {
    return hour >= this.clock.last ? "no restart" : this.clock.moment(hour);
  }

  /** @param {number} until */
  showSample(until) {
    const { replay } = this;
    if (!replay) return;
    const { times_h } = this.data;
    for (const { chart, columns, ownTop } of this.lines) {
      if (ownTop) chart.top = ownTop(replay);
      chart.show([times_h, ...columns(replay, until)]);
    }
    this.point(null);
  }

  /**
   * Say the values where the pointer is, or the player's when it is nowhere.
   * @param {number | null} index
   */
  point(index) {
    if (!this.replay) return;
    const at = index ?? this.player.index;
    const moment = this.clock.moment(this.data.times_h[at]);
    this.moment.textContent = `At ${moment}:`;
    for (const { value, says } of this.lines) value.textContent = says(this.replay, at);
    if (index !== null) return; // the slider has its own moment
    const values = this.lines.map(({ title, value }) => `${title}: ${value.textContent}`);
    this.player.scrub.input.setAttribute("aria-valuetext", [moment, ...values].join(". "));
  }

  /** @param {Record<string, any>} setting */
  set(setting) {
    this.opening = Object.entries(this.data.start).every(([knob, at]) => setting[knob] === at);
    return super.set(setting);
  }

  turned() {
    this.opening = false;
    return super.turned();
  }

  reset() {
    super.reset();
    this.player.rewind();
  }

  keep() {
    return this.player.index;
  }

  /** @param {number} index */
  restore(index) {
    this.player.scrub.position = index;
  }

  rest() {
    this.player?.pause();
  }

  get charts() {
    return this.lines.map((line) => line.chart);
  }

  fit() {
    for (const { chart } of this.lines) chart.fit();
    this.showSample(this.player.index);
  }
}
