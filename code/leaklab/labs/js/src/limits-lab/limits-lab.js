// <limits-lab>: what bounds a leak and what does not. A limit, retries, pages, a chain's clocks.

import { finer, place } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, h, named, Slider, svg } from "../ui/dom.js";
import { key } from "../ui/key.js";
import { Goals } from "./goals.js";
import styles from "./limits-lab.css";
import { draw, SHOWS, tops } from "./pictures.js";
import { ASKS, KNOBS, readOuts, sentence } from "./words.js";

/** @import { LimitsAnswer, LimitsKnobs, LimitsLabData } from "../made/wire.js" */
/** @import { Knob } from "../ui/dom.js" */

/** @extends {Lab<LimitsLabData, LimitsKnobs, LimitsAnswer>} */
export class LimitsLab extends Lab {
  static label = "Limits lab";
  static styles = styles;

  /** Goals that are ticked, and whether "More" is open: both outlive an engine. */
  /** @type {Set<string>} */
  done = new Set();
  unfolded = false;
  /** @type {{answer: LimitsAnswer, setting: LimitsKnobs} | null} */
  shown = null;
  /** @type {SVGSVGElement} */
  picture;
  /** @type {HTMLElement} */
  numbers;
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
    this.picture = svg("svg", { class: "picture", "aria-hidden": "true" });
    this.numbers = h("dl", { class: "numbers" });
    this.goals = new Goals(data.goals, this.done);
    const [first, ...rest] = names.map((name) => this.knobs[name].element);
    const more = h(
      "details",
      { open: this.unfolded, hidden: rest.length === 0 },
      h("summary", {}, "More"),
      h("div", { class: "knobs" }, ...rest),
    );
    more.addEventListener("toggle", () => {
      this.unfolded = more.open;
    });
    const [ask, given] = ASKS[data.mode];
    return [
      h("p", { class: "ask" }, ask),
      h("p", { class: "small" }, given),
      h("div", { class: "knobs" }, first),
      this.legend(),
      h("figure", {}, this.picture),
      this.numbers,
      this.says,
      more,
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
    const pairs = readOuts(picture, answer).map(([label, value]) =>
      h("div", {}, h("dt", {}, label), h("dd", {}, value)),
    );
    this.numbers.replaceChildren(...pairs);
    this.goals.look(answer, setting);
    this.fit();
  }

  fit() {
    if (this.shown) draw(this.picture, this.data, this.shown.answer, this.shown.setting, this.tops);
  }
}
