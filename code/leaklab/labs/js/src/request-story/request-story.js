// <request-story>: one request, step by step. A lane for each task, the messages between them, and
// beneath it the lines of the handler's source on which the tasks stand.

import { finer, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, h, named, Slider } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { More } from "../ui/more.js";
import { StepPlayer } from "../ui/player.js";
import { expandStory } from "./data.js";
import { Lanes } from "./lanes.js";
import { Listing } from "./listing.js";
import styles from "./request-story.css";
import { ASK, inWords, sentence } from "./words.js";

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
  /** @type {More} */
  more;
  /** Whether nobody has taken a step yet. */
  opening = true;
  /** The step to go on with, where an engine takes over. @type {number | undefined} */
  resume;

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
    const { fate: inner } = this.knobs;
    const others = handler.length > 1 ? [this.knobs.handler.element] : []; // one is no choice
    this.more = new More(this.more?.open, h("div", { class: "row" }, ...others, inner.element));
    this.lanes = new Lanes(data);
    this.listing = new Listing(data, this.listing?.whole ?? false);
    this.player = new StepPlayer(
      (at) => this.showStep(at),
      button("Reset", () => this.reset()),
    );
    this.words = h("ol", {});
    const words = h("details", {}, h("summary", {}, "All steps in words"), this.words);
    return [
      h("div", { class: "knobs" }, this.knobs.latency_s.element),
      this.more.element,
      legend(),
      h("div", {}, this.lanes.element),
      this.player.element,
      this.says,
      this.listing.element,
      words,
    ];
  }

  /** @param {import("../engines/engine.js").Engine<StoryData, StoryKnobs, StoryAnswer>} engine */
  take(engine) {
    super.take(engine);
    this.root.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * The arrow keys step, but where they have work of their own.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const far = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const held = /** @type {HTMLElement} */ (event.target);
    const { altKey, ctrlKey, metaKey, shiftKey } = event;
    if (!far || altKey || ctrlKey || metaKey || shiftKey || held.matches("input, select")) return;
    event.preventDefault();
    this.player.go(Math.min(this.player.last, Math.max(0, this.player.index + far)));
  }

  /**
   * @param {StoryAnswer} answer
   * @param {StoryKnobs} setting
   */
  show(answer, setting) {
    const { data } = this;
    this.steps = expandStory(answer, data);
    this.listing.take(setting.handler);
    this.words.replaceChildren(...this.steps.map((step) => h("li", {}, inWords(step))));
    const fate = data.fates[setting.fate];
    const others = data.stops.handler.length > 1 ? [setting.handler] : [];
    this.more.say(...others, `the inner handler ${fate}`);
    this.player.open(this.steps.length, this.resume);
    this.resume = undefined;
  }

  keep() {
    return this.player.index;
  }

  /** @param {number} index */
  restore(index) {
    this.resume = index;
  }

  /** @param {number} at */
  showStep(at) {
    if (!this.steps) return;
    if (at > 0) this.opening = false;
    this.says.textContent = (this.opening ? ASK : "") + sentence(this.steps[at]);
    this.lanes.show(this.steps, at, this.setting.latency_s);
    this.listing.show(this.steps, at);
    for (const [i, item] of [...this.words.children].entries()) {
      if (i === at) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
  }

  reset() {
    this.opening = true;
    this.player.rewind();
    super.reset();
  }

  rest() {
    this.player?.pause();
  }

  fit() {
    this.lanes.fit();
    if (this.steps) this.lanes.show(this.steps, this.player.index, this.setting.latency_s);
  }
}
