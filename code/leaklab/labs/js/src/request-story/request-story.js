// <request-story>: one request, step by step. A lane for each task, the messages between them, and
// beside it the handler's source with the line on which each task stands.

import { finer, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, h, named, Slider } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { StepPlayer } from "../ui/player.js";
import { expandStory } from "./data.js";
import { Lanes } from "./lanes.js";
import { Listing } from "./listing.js";
import styles from "./request-story.css";
import { inWords, sentence } from "./words.js";

/** @import { StoryAnswer, StoryData, StoryKnobs } from "../made/wire.js" */
/** @import { Step } from "./data.js" */

/** @extends {Lab<StoryData, StoryKnobs, StoryAnswer, {latency_s: Slider, handler: Choice, fate: Choice}>} */
export class RequestStory extends Lab {
  static label = "Request story";
  static styles = styles;

  /** @type {Step[] | null} */
  steps = null;
  /** @type {Lanes} */
  lanes;
  /** @type {Listing} */
  listing;
  /** @type {StepPlayer} */
  player;
  /** @type {HTMLElement} */
  words;

  /**
   * @param {StoryData} data
   * @param {StoryKnobs} question
   * @returns {StoryAnswer}
   */
  static recall(data, question) {
    const [shape, times] = data.stories[place(data, question)];
    return { times, steps: data.shapes[shape] };
  }

  build() {
    const { data } = this;
    const { timeout_s: timeout } = data.plan;
    const { any } = this.engine;
    const turned = () => this.turned();
    const { latency_s: recorded, handler } = data.stops;
    const stops = any ? finer(recorded, { without: timeout }) : recorded;
    this.knobs = {
      latency_s: new Slider("Latency", stops, (value) => `${plain(value)} s`, turned),
      handler: new Choice("Handler", named(handler), turned),
      fate: new Choice("The inner handler", Object.entries(data.fates), turned),
    };
    this.knobs.latency_s.threshold(timeout, `timeout ${plain(timeout)} s`);
    this.lanes = new Lanes(data);
    this.listing = new Listing(data);
    this.player = new StepPlayer((at) => this.showStep(at));
    this.words = h("ol", {});
    const words = h("details", {}, h("summary", {}, "All steps in words"), this.words);
    const picture = [legend(), this.lanes.element, this.player.element, this.says, words];
    const choices = [this.knobs.handler.element, this.knobs.fate.element];
    return [
      h("div", { class: "knobs" }, this.knobs.latency_s.element),
      h(
        "div",
        { class: "row" },
        ...choices,
        button("Reset", () => this.reset()),
      ),
      h("div", { class: "story" }, h("div", {}, ...picture), this.listing.element),
    ];
  }

  /**
   * @param {StoryAnswer} answer
   * @param {StoryKnobs} setting
   */
  show(answer, setting) {
    this.steps = expandStory(answer, this.data);
    this.listing.open(setting.handler);
    this.words.replaceChildren(...this.steps.map((step) => h("li", {}, inWords(step))));
    this.player.open(this.steps.length);
  }

  /** @param {number} at */
  showStep(at) {
    if (!this.steps) return;
    this.says.textContent = sentence(this.steps[at]);
    this.lanes.show(this.steps, at);
    this.listing.show(this.steps, at);
    for (const [i, item] of [...this.words.children].entries()) {
      if (i === at) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
  }

  rest() {
    this.player?.pause();
  }

  fit() {
    if (this.steps) this.lanes.show(this.steps, this.player.index);
  }
}
