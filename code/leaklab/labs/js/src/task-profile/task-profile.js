// <task-profile>: the tasks of a run at a chosen moment, equal stacks together.

import { finer, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, h, named, Slider } from "../ui/dom.js";
import { expandProfile } from "./data.js";
import { Download, Text } from "./forms.js";
import { Icicle } from "./icicle.js";
import { icon, ProfileTable } from "./table.js";
import styles from "./task-profile.css";
import { sentence, tasks, WORDS, waited } from "./words.js";

/** @import { ProfileAnswer, ProfileData, ProfileKnobs } from "../made/wire.js" */
/** @import { Frame, Group } from "./data.js" */

const STEP_S = 0.1; // between moments, for engines that can take any
const DEBUG1 = "debug=1: equal stacks together";
const DEBUG2 = "debug=2: one block a task";

/** @param {Frame} frame */
const line = ({ name, file, line }) => [
  h("code", {}, name),
  " ",
  h("span", { class: "place" }, `${file}:${line}`),
];

/** @extends {Lab<ProfileData, ProfileKnobs, ProfileAnswer, {handler: Choice, moment_s: Slider}>} */
export class TaskProfile extends Lab {
  static label = "Task profile";
  static styles = styles;

  /** The chosen group, told from the others by its stack. @type {string | null} */
  chosen = null;
  /** @type {Icicle} */
  icicle;
  /** @type {ProfileTable} */
  table;
  /** @type {HTMLElement} */
  stack;
  /** @type {Text} */
  debug1;
  /** @type {Text} */
  debug2;
  /** @type {Download} */
  download;

  /**
   * @param {ProfileData} data
   * @param {ProfileKnobs} question
   * @returns {ProfileAnswer}
   */
  static recall(data, question) {
    const { frames, lines, protos } = data;
    return { ...data.profiles[place(data, question)], frames, lines, protos };
  }

  build() {
    const { handler, moment_s: recorded } = this.data.stops;
    const { until_s: high } = this.data.plan;
    const fine = { step: STEP_S, low: STEP_S, high };
    const moments = this.engine.any ? finer(recorded, fine) : recorded;
    const turned = () => this.turned();
    this.knobs = {
      handler: new Choice("Handler", named(handler), turned),
      moment_s: new Slider("Moment", moments, (t) => `${plain(t)} s`, turned),
    };
    const choose = (/** @type {Group} */ group) => this.choose(group);
    this.icicle = new Icicle(choose);
    this.table = new ProfileTable(choose);
    this.stack = h("section", { class: "stack", "aria-label": "The chosen stack" });
    this.debug1 = new Text(DEBUG1);
    this.debug2 = new Text(DEBUG2);
    this.download = new Download();
    const reset = button("Reset", () => this.reset());
    return [
      h("div", { class: "row" }, this.knobs.handler.element, reset, this.knobs.moment_s.element),
      this.says,
      this.icicle.element,
      h("div", { class: "columns" }, this.table.element, this.stack),
      this.debug1.element,
      this.debug2.element,
      this.download.element,
    ];
  }

  /**
   * @param {ProfileAnswer} answer
   * @param {ProfileKnobs} setting
   */
  show(answer, setting) {
    const profile = expandProfile(answer);
    this.says.textContent = sentence(profile, setting);
    this.icicle.show(profile);
    this.table.show(profile);
    this.debug1.show(profile.debug1, DEBUG1);
    const shown = profile.debug2.split("\n\n").length;
    const which = shown < profile.total ? `, the first ${shown} of ${tasks(profile.total)}` : "";
    this.debug2.show(profile.debug2, DEBUG2 + which);
    this.download.show(profile.proto);
    const { groups } = profile;
    this.choose(groups.find((group) => group.key === this.chosen) ?? groups[0]);
  }

  reset() {
    this.chosen = null;
    super.reset();
  }

  /**
   * Show the whole stack of `group`, here and in the picture.
   * @param {Group} group
   */
  choose(group) {
    this.chosen = group.key;
    this.icicle.mark(group);
    this.table.mark(group);
    const { role, stack, at, makers } = group;
    const title = `${WORDS[role]}: ${tasks(group.count)}, innermost line first`;
    const frames = stack.map((frame, i) =>
      h("li", { class: i === at && "telling" }, ...line(frame)),
    );
    const made = makers.map((maker) => h("p", { class: "small" }, "Started by ", ...line(maker)));
    this.stack.replaceChildren(
      h("p", { class: "title" }, icon(role), title),
      h("ol", {}, ...frames),
      h("p", { class: "small" }, waited(group)),
      ...made,
    );
  }
}
