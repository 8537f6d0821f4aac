// <request-story>: one request, step by step. A lane for each task, the messages between them, and
// beside it the handler's source with the line on which each task stands.

import { finer, nearest, plain } from "../data.js";
import { Lab } from "../lab.js";
import { Choice, h, Slider } from "../ui/dom.js";
import { legend } from "../ui/legend.js";
import { Lanes } from "./lanes.js";
import { Listing } from "./listing.js";
import styles from "./request-story.css";
import { Stepper } from "./stepper.js";

/** An answer's steps, each with its words and its message, as objects. */
function expand({ times, steps }, { tasks, states, kinds }) {
  return steps.map(([time, task, state, line, kind]) => {
    const [says, sender, receiver, label] = kinds[kind];
    const message = sender && { sender, receiver, label };
    return { t: times[time], task: tasks[task], state: states[state], line, says, message };
  });
}

export class RequestStory extends Lab {
  static label = "Request story";
  static styles = styles;

  /** The recorded story at the stop nearest to `question`. */
  static recall({ handlers, fates, stops, shapes, stories }, question) {
    const handler = Object.keys(handlers).indexOf(question.handler);
    const fate = Object.keys(fates).indexOf(question.fate);
    const row = handler * Object.keys(fates).length + fate;
    const [shape, times] = stories[row * stops.length + nearest(stops, question.latency_s)];
    return { times, steps: shapes[shape] };
  }

  build() {
    const { data } = this;
    const { timeout_s: timeout } = data.plan;
    const turned = () => this.turned();
    const names = Object.keys(data.handlers).map((name) => [name, name]);
    this.knobs = {
      latency_s: new Slider("Latency", this.stops(), (value) => `${plain(value)} s`, turned),
      handler: new Choice("Handler", names, turned),
      fate: new Choice("The inner handler", Object.entries(data.fates), turned),
    };
    this.knobs.latency_s.threshold(timeout, `timeout ${plain(timeout)} s`);
    this.lanes = new Lanes(data);
    this.listing = new Listing(data);
    this.stepper = new Stepper((at) => this.showStep(at));
    this.words = h("ol", {});
    const words = h("details", {}, h("summary", {}, "All steps in words"), this.words);
    const reset = h("button", { type: "button", onclick: () => this.reset() }, "Reset");
    return [
      h("div", { class: "knobs" }, this.knobs.latency_s.element),
      h("div", { class: "row" }, this.knobs.handler.element, this.knobs.fate.element, reset),
      h(
        "div",
        { class: "story" },
        h(
          "div",
          {},
          legend(data.looks),
          this.lanes.element,
          this.stepper.element,
          this.says,
          words,
        ),
        this.listing.element,
      ),
    ];
  }

  /** Where the latency's slider stops. */
  stops() {
    const { stops, plan } = this.data;
    return this.engine.any ? finer(stops).filter((stop) => stop !== plan.timeout_s) : stops;
  }

  show(answer, setting) {
    this.steps = expand(answer, this.data);
    this.listing.open(setting.handler);
    this.words.replaceChildren(
      ...this.steps.map((step) =>
        h("li", {}, `${plain(step.t)} s, ${step.task}, line ${step.line}. ${step.says}`),
      ),
    );
    this.stepper.begin(this.steps.length);
  }

  showStep(at) {
    const step = this.steps[at];
    this.says.textContent = `At ${plain(step.t)} s, line ${step.line}. ${step.says}`;
    this.lanes.show(this.steps, at);
    this.listing.show(this.steps, at);
    [...this.words.children].forEach((item, i) =>
      i === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current"),
    );
  }

  rest() {
    this.stepper?.pause();
  }

  fit() {
    if (this.steps) this.lanes.show(this.steps, this.stepper.at);
  }
}
