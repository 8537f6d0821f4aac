// <limits-lab>: what bounds a leak and what does not. A limit, retries, pages, a chain's clocks.

import { finer, place } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, h, named, Slider } from "../ui/dom.js";
import { writeHash } from "../ui/hash.js";
import { key } from "../ui/key.js";
import { Goals } from "./goals.js";
import styles from "./limits-lab.css";
import { canvas, draw, SHOWS, tops } from "./pictures.js";
import { ASKS, KNOBS, readOuts, sentence } from "./words.js";

/** @import { LimitsAnswer, LimitsKnobs, LimitsLabData } from "../made/wire.js" */
/** @import { Knob } from "../ui/dom.js" */

/** @extends {Lab<LimitsLabData, LimitsKnobs, LimitsAnswer>} */
export class LimitsLab extends Lab {
  static label = "Limits lab";
  static styles = styles;

  /** Goals that are ticked; they outlive an engine. @type {Set<string>} */
  done = new Set();
  /** The knobs besides the first. @type {HTMLDetailsElement | undefined} */
  more;
  /** @type {{answer: LimitsAnswer, setting: LimitsKnobs} | null} */
  shown = null;
  /** @type {SVGSVGElement} */
  picture;
  width = 0;
  /** @type {HTMLElement} */
  numbers;
  /** The numbers' cells, by their labels. @type {Map<string, HTMLElement>} */
  cells = new Map();
  /** @type {Goals} */
  goals;
  /** @type {import("./pictures.js").Tops} */
  tops;
  /** What stands on a single stop. @type {Record<string, any>} */
  fixed = {};

  /**
   * @param {LimitsLabData} data
   * @param {LimitsKnobs} question
   */
  static recall(data, question) {
    return data.runs[place(data, question)];
  }

  build() {
    const { data } = this;
    this.tops ??= tops(data);
    const names = data.order.filter((name) => data.stops[name].length > 1);
    const others = data.order.filter((name) => !names.includes(name));
    this.fixed = Object.fromEntries(others.map((name) => [name, data.stops[name][0]]));
    this.knobs = Object.fromEntries(names.map((name) => [name, this.knob(name)]));
    this.picture = canvas(data.picture);
    this.numbers = h("dl", { class: "numbers" });
    this.cells = new Map();
    this.goals = new Goals(data.goals, this.done);
    const [first, ...rest] = names.map((name) => this.knobs[name].element);
    this.more = h(
      "details",
      { open: this.more?.open ?? false, hidden: rest.length === 0 },
      h("summary", {}, "More"),
      h("div", { class: "knobs" }, ...rest),
    );
    const [ask, given] = ASKS[data.mode];
    return [
      h("p", { class: "ask" }, ask),
      h("p", { class: "small" }, given),
      h("div", { class: "knobs" }, first),
      this.legend(),
      h("figure", {}, this.picture),
      this.numbers,
      this.says,
      this.more,
      this.goals.element,
      h(
        "div",
        { class: "row" },
        button("Reset", () => this.reset()),
      ),
    ];
  }

  /**
   * @param {string} name
   * @returns {Knob}
   */
  knob(name) {
    const { label, says = String, options, any } = KNOBS[/** @type {keyof LimitsKnobs} */ (name)];
    const stops = this.data.stops[name];
    const turned = () => this.turned();
    if (typeof stops[0] === "string") {
      const words = options ?? Object.fromEntries(named(stops));
      return new Choice(
        label,
        stops.map((stop) => [stop, words[stop]]),
        turned,
      );
    }
    return new Slider(label, this.engine.any ? finer(stops, any) : stops, says, turned);
  }

  legend() {
    const items = SHOWS[this.data.picture].map(([role, words]) =>
      h(
        "li",
        {},
        role ? key(role) : h("span", { class: "key client", "aria-hidden": "true" }),
        words,
      ),
    );
    return h("ul", { class: "legend", "aria-label": "What the colours mean" }, ...items);
  }

  /** Those that can be turned alone. */
  share() {
    writeHash(this.id, super.positions);
  }

  get positions() {
    return { ...this.fixed, ...super.positions };
  }

  /**
   * @param {LimitsAnswer} answer
   * @param {LimitsKnobs} setting
   */
  show(answer, setting) {
    const { picture } = this.data;
    this.shown = { answer, setting };
    this.says.textContent = sentence(picture, answer, setting);
    for (const [label, value] of readOuts(picture, answer)) this.put(label, value);
    this.goals.look(answer, setting);
    this.draw();
  }

  /**
   * @param {string} label
   * @param {string} value
   */
  put(label, value) {
    let cell = this.cells.get(label);
    if (!cell) {
      cell = h("dd", {});
      this.cells.set(label, cell);
      this.numbers.append(h("div", {}, h("dt", {}, label), cell));
    }
    if (cell.textContent !== value) cell.textContent = value;
  }

  draw() {
    if (!this.shown || !this.width) return;
    const { answer, setting } = this.shown;
    draw(this.picture, this.width, this.data, answer, setting, this.tops);
  }

  fit() {
    this.width = this.picture.parentElement?.clientWidth ?? 0;
    this.draw();
  }
}
