// <task-profile>: the tasks of a run at a chosen moment, equal stacks together; and what has grown
// and shrunk between two moments.

import { count, finer, place, plain } from "../data.js";
import { Lab } from "../lab.js";
import { button, Choice, checkbox, h, named, Slider } from "../ui/dom.js";
import { legend } from "../ui/key.js";
import { More } from "../ui/more.js";
import { changes, expandBefore, expandProfile, growth } from "./data.js";
import { Downloads, Text } from "./forms.js";
import { Growth } from "./growth.js";
import { Icicle } from "./icicle.js";
import { pair } from "./pair.js";
import { icon, ProfileTable } from "./table.js";
import styles from "./task-profile.css";
import { ask, difference, sentence, signed, tasks, WORDS, waited } from "./words.js";

/** @import { ProfileAnswer, ProfileData, ProfileKnobs } from "../made/wire.js" */
/** @import { Change, Frame, Group, Profile } from "./data.js" */

const STEP_S = 0.1; // between moments, for engines that can take any
const TWO = "Compare with an earlier moment";
const DIFFERENCE = "The difference as a text, with both counts";
const DEBUG1 = "debug=1: equal stacks together";
const DEBUG2 = "debug=2: one block a task";

/** @param {Frame} frame */
const line = ({ name, file, line }) => [
  h("code", {}, name),
  " ",
  h("span", { class: "place" }, `${file}:${line}`),
];

/** @extends {Lab<ProfileData, ProfileKnobs, ProfileAnswer, {handler: Choice, since_s: Slider, moment_s: Slider}>} */
export class TaskProfile extends Lab {
  static label = "Task profile";
  static styles = styles;

  /** The chosen group, told from the others by its stack. @type {string | null} */
  chosen = null;
  /** Whether two moments are compared. */
  two = false;
  /** Whether nobody has turned anything yet. */
  opening = true;
  /** @type {HTMLInputElement} */
  compare;
  /** @type {More} */
  more;
  /** @type {Icicle} */
  icicle;
  /** @type {Growth} */
  growth;
  /** @type {ProfileTable} */
  table;
  /** @type {HTMLElement} */
  stack;
  /** @type {Text} */
  changed;
  /** @type {Text} */
  debug1;
  /** @type {Text} */
  debug2;
  /** @type {Downloads} */
  downloads;

  /**
   * @param {ProfileData} data
   * @param {ProfileKnobs} question
   * @returns {ProfileAnswer}
   */
  static recall(data, question) {
    const { frames, lines, protos, profiles, differences } = data;
    const tables = { frames, lines, protos };
    const [from, to] = [question.since_s || question.moment_s, question.moment_s]
      .map((moment_s) => place(data, { ...question, moment_s }))
      .sort((a, b) => a - b);
    if (from === to) return { ...profiles[to], ...tables };
    const difference = differences[pair(data.stops.moment_s.length, from, to)];
    return { ...profiles[to], before: profiles[from], difference, ...tables };
  }

  build() {
    const { handler, moment_s: recorded } = this.data.stops;
    const { until_s: high } = this.data.plan;
    const fine = { step: STEP_S, low: STEP_S, high };
    const moments = this.engine.any ? finer(recorded, fine) : recorded;
    const turned = () => this.turned();
    const words = (/** @type {number} */ t) => `${plain(t)} s`;
    this.knobs = {
      handler: new Choice("Handler", named(handler), turned),
      since_s: new Slider("Earlier moment", moments, words, turned),
      moment_s: new Slider("Moment", moments, words, turned),
    };
    const { since_s, moment_s } = this.knobs;
    const compare = checkbox(TWO, (checked) => {
      this.two = checked;
      this.turned();
    });
    this.compare = compare.input;
    this.more = new More(this.more?.open, h("div", { class: "row" }, this.knobs.handler.element));
    const choose = (/** @type {Group} */ group) => this.choose(group);
    this.icicle = new Icicle(choose);
    this.growth = new Growth(choose);
    this.table = new ProfileTable(choose);
    this.stack = h("section", { class: "stack", "aria-label": "The chosen stack" });
    this.changed = new Text(DIFFERENCE);
    this.debug1 = new Text(DEBUG1);
    this.debug2 = new Text(DEBUG2);
    this.downloads = new Downloads();
    const reset = button("Reset", () => this.reset());
    return [
      h("div", { class: "knobs" }, moment_s.element, since_s.element),
      h("div", { class: "row" }, compare.element, reset),
      this.more.element,
      this.says,
      legend(),
      this.icicle.element,
      this.growth.element,
      h("div", { class: "columns" }, this.table.element, this.stack),
      this.changed.element,
      this.debug1.element,
      this.debug2.element,
      this.downloads.element,
    ];
  }

  /** The knobs' positions; of a single moment, nothing is subtracted. */
  get positions() {
    const positions = super.positions;
    return this.two ? positions : { ...positions, since_s: 0 };
  }

  /** @param {Record<string, any>} setting */
  set(setting) {
    this.opening = Object.entries(this.data.start).every(([knob, at]) => setting[knob] === at);
    this.two = setting.since_s > 0;
    return super.set(setting);
  }

  turned() {
    this.opening = false;
    return super.turned();
  }

  /**
   * @param {ProfileAnswer} answer
   * @param {ProfileKnobs} setting
   */
  show(answer, setting) {
    const profile = expandProfile(answer);
    const before = expandBefore(answer);
    const all = before && changes(before.profile, profile);
    this.compare.checked = this.two;
    this.knobs.since_s.element.hidden = !this.two;
    this.more.say(setting.handler);
    this.icicle.element.hidden = Boolean(all);
    this.growth.element.hidden = this.changed.element.hidden = !all;
    if (all) {
      this.growth.show(all);
      this.table.showChanges(all);
      this.changed.show(before.text, DIFFERENCE);
    } else {
      this.icicle.show(profile);
      this.table.show(profile);
    }
    const says = all ? difference(all, setting) : sentence(profile, setting);
    this.says.textContent = this.opening ? ask(setting) : says;
    this.downloads.show(profile.proto, before?.profile.proto);
    this.#texts(
      profile,
      before ? `, at ${plain(Math.max(setting.since_s, setting.moment_s))} s` : "",
    );
    const groups = all ?? profile.groups;
    this.choose(groups.find((group) => group.key === this.chosen) ?? groups[0]);
  }

  /**
   * Both of Go's texts; of two moments those of the later one.
   * @param {Profile} profile
   * @param {string} when
   */
  #texts({ debug1, debug2, total }, when) {
    this.debug1.show(debug1, DEBUG1 + when);
    const shown = debug2.split("\n\n").length;
    const which = shown < total ? `, the first ${shown} of ${tasks(total)}` : "";
    this.debug2.show(debug2, DEBUG2 + which + when);
  }

  reset() {
    this.chosen = null;
    super.reset();
  }

  /**
   * Show the whole stack of `group`, here and in the picture.
   * @param {Group | Change} group
   */
  choose(group) {
    this.chosen = group.key;
    this.icicle.mark(group);
    this.growth.mark(group);
    this.table.mark(group);
    const { role, stack, at, makers } = group;
    const was = "was" in group ? ` (${count(group.was)} before: ${signed(growth(group))})` : "";
    const title = `${WORDS[role]}: ${tasks(group.count)}${was}, innermost line first`;
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
