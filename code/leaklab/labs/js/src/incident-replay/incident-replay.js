// <incident-replay>: the two evenings. Line, timeouts, tasks and memory over one time axis.

import uPlot from "uplot";
import uplotStyles from "uplot/dist/uPlot.min.css";
import { count, nearest, plain } from "../data.js";
import { Lab } from "../lab.js";
import { roleSeries, stacked } from "../ui/chart.js";
import { Choice, h, Slider } from "../ui/dom.js";
import { legend } from "../ui/legend.js";
import { Player } from "../ui/player.js";
import { ink, isDark } from "../ui/theme.js";
import { expanded, finer } from "./data.js";
import styles from "./incident-replay.css";
import { Timeline } from "./timeline.js";
import { Clock, sentence, times } from "./words.js";

const violet = () => (isDark() ? "#b9a3f5" : "#6639ba");
const haze = () => (isDark() ? "#b9a3f555" : "#6639ba33");
const hold = uPlot.paths.stepped({ align: 1 }); // a value holds until the next sample
const curve = (extra) => ({ width: 2, stroke: () => ink().ink, points: { show: false }, ...extra });

export class IncidentReplay extends Lab {
  static label = "The two evenings, replayed";
  static styles = uplotStyles + styles;

  /** The recorded replay at the stops nearest to `question`. */
  static recall({ stops, replays }, { factor, restart_h, handler }) {
    const place =
      Math.max(0, stops.handler.indexOf(handler)) * stops.restart_h.length +
      nearest(stops.restart_h, restart_h);
    return replays[place * stops.factor.length + nearest(stops.factor, factor)];
  }

  listen() {
    for (const { chart } of this.lines) chart.open();
    super.listen();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const { chart } of this.lines || []) chart.close();
  }

  build() {
    const { data } = this;
    const stops = this.engine.any ? finer(data) : data.stops;
    this.last = data.times_h.length - 1;
    this.clock = new Clock(data.begins_h, data.times_h[this.last]);
    const turned = () => this.turned();
    const restart = (hour) => (hour >= this.clock.last ? "no restart" : this.clock.moment(hour));
    this.knobs.factor = new Slider("Line in the evenings", stops.factor, times, turned);
    this.knobs.factor.threshold(data.threshold, `limit ${plain(data.timeout_s)} s`);
    this.knobs.restart_h = new Slider("Restart of the server", stops.restart_h, restart, turned);
    this.knobs.handler = new Choice(
      "Handler",
      data.stops.handler.map((name) => [name, name]),
      turned,
    );
    this.player = new Player(
      data.times_h,
      (at) => this.showSample(at),
      (hour) => this.clock.moment(hour),
    );
    this.moment = h("p", { class: "moment" });
    this.lines = this.charts();
    const shaded = h(
      "li",
      {},
      h("span", { class: "key slow", "aria-hidden": "true" }),
      "the two evenings",
    );
    const roles = legend(data.looks);
    roles.append(shaded);
    return [
      h("div", { class: "knobs" }, this.knobs.factor.element, this.knobs.restart_h.element),
      h(
        "div",
        { class: "row" },
        this.knobs.handler.element,
        h("button", { type: "button", onclick: () => this.reset() }, "Reset"),
      ),
      this.says,
      this.moment,
      h("div", { class: "lines" }, ...this.lines.map((line) => line.element)),
      roles,
      h("div", { class: "row" }, this.player.element),
      h(
        "dl",
        { class: "small notes" },
        ...data.notes.flatMap(([head, text]) => [h("dt", {}, head), h("dd", {}, text)]),
      ),
    ];
  }

  /**
   * The four charts, from cause to effect: what is drawn, and what is said above. Their axes are
   * those of the worst replay, so that one setting can be held against another.
   */
  charts() {
    const { data } = this;
    const { looks, memory, slow_h, timeout_s } = data;
    const most = (what) => Math.max(...data.replays.map((replay) => replay[what]));
    const limit = `limit ${plain(timeout_s)} s`;
    const minutes = Math.round(this.data.times_h[1] * 60);
    const blank = (column, until) => column.map((value, i) => (i <= until ? value : null));
    return [
      this.line("Latency of the line, s", {
        series: [curve({ paths: hold })],
        columns: (replay, until) => [blank(replay.latency, until)],
        top: Math.max(most("slow_s"), timeout_s) * 1.15,
        says: (replay, at) => `${plain(replay.latency[at])} s`,
        marks: (pen) => pen.level(timeout_s, limit, slow_h[0][1]),
      }),
      this.line(`Platform's timeouts in ${minutes} min`, {
        series: [curve({ width: 1, paths: hold, fill: () => ink().grid })],
        columns: (replay, until) => [blank(replay.recent, until)],
        top: Math.max(1, ...data.replays.flatMap((replay) => expanded(replay, data).recent)) * 1.3,
        says: (replay, at) => `${count(replay.recent[at])}; ${count(replay.missed[at])} so far`,
        restart: "restart",
      }),
      this.line("Server's tasks (goroutines)", {
        height: 150,
        series: roleSeries(looks),
        columns: (replay, until) => stacked(replay.columns, until),
        top: most("peak") * 1.1,
        says: (replay, at) =>
          `${count(replay.columns.parked[at])} parked, ${count(replay.atWork[at])} at work`,
      }),
      this.line("Server's memory, estimated, MiB", {
        series: [curve({ stroke: violet, pxAlign: 0 }), curve({ stroke: violet, pxAlign: 0 })],
        bands: [{ series: [1, 2], fill: haze }],
        columns: (replay, until) => [blank(replay.most, until), blank(replay.least, until)],
        top: (memory.at_rest_mib + most("peak") * memory.most_mib) * 1.1,
        says: (replay, at) => range(replay.least[at], replay.most[at]),
        clock: (hour) => this.clock.tick(hour),
      }),
    ];
  }

  line(title, { height = 92, top, marks, clock, series, bands, ...how }) {
    const value = h("span", { class: "value" });
    const place = h("div", { class: "plot" });
    const chart = new Timeline(place, {
      height,
      top,
      times: this.data.times_h,
      spans: this.data.slow_h,
      series,
      bands,
      clock,
      sync: `${this.id}-sync`,
      hovered: (at) => this.point(at),
      marks: (pen) => {
        marks?.(pen);
        const restart_h = this.setting?.restart_h;
        if (restart_h < this.clock.last) pen.upright(restart_h, [4, 4], how.restart);
        if (this.player.index < this.last) pen.upright(this.data.times_h[this.player.index], []);
      },
    });
    return {
      ...how,
      value,
      chart,
      element: h("figure", { "aria-label": title }, h("figcaption", {}, title, value), place),
    };
  }

  show(answer, setting) {
    this.replay = expanded(answer, this.data);
    this.says.textContent = sentence(setting, this.replay, this.data, this.clock);
    this.showSample(this.player.index);
  }

  showSample(until) {
    if (!this.replay) return;
    for (const { chart, columns } of this.lines)
      chart.show([this.data.times_h, ...columns(this.replay, until)]);
    this.point(null);
  }

  /** Say the values where the pointer is, or the player's when it is nowhere. */
  point(index) {
    if (!this.replay) return;
    const at = index ?? this.player.index;
    this.moment.textContent = `At ${this.clock.moment(this.data.times_h[at])}:`;
    for (const { value, says } of this.lines) value.textContent = says(this.replay, at);
  }

  reset() {
    super.reset();
    this.player.rewind();
  }

  rest() {
    this.player?.pause();
  }

  fit() {
    for (const { chart } of this.lines) chart.fit();
    this.showSample(this.player.index);
  }
}

function range(least, most) {
  const [low, high] = [least, most].map((mib) => count(Math.round(mib)));
  return low === high ? low : `${low} to ${high}`;
}
