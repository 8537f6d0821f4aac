// <task-profile>: the tasks of a run at a chosen moment, equal stacks together.

import { nearest, plain } from "../data.js";
import { Lab } from "../lab.js";
import { Choice, h, Slider } from "../ui/dom.js";
import { expandProfile } from "./data.js";
import { Download, Text } from "./forms.js";
import { Icicle } from "./icicle.js";
import { icon, ProfileTable } from "./table.js";
import styles from "./task-profile.css";
import { sentence, tasks, WORDS, waited } from "./words.js";

const STEP_S = 0.1; // between moments, for engines that can take any
const DEBUG1 = "debug=1: equal stacks together";
const DEBUG2 = "debug=2: one block a task";

const moments = (until_s) =>
  Array.from({ length: Math.floor(until_s / STEP_S + 1e-9) }, (_, i) =>
    Number(((i + 1) * STEP_S).toFixed(6)),
  );

export class TaskProfile extends Lab {
  static label = "Task profile";
  static styles = styles;

  /** The recorded profile of the handler at the moment nearest to `question`. */
  static recall({ stops, profiles, frames, lines, protos }, { handler, moment_s }) {
    const taken = profiles[stops.handler.indexOf(handler)][nearest(stops.moment_s, moment_s)];
    return { ...taken, frames, lines, protos };
  }

  build() {
    const { stops, looks, plan } = this.data;
    const turned = () => this.turned();
    this.knobs.handler = new Choice(
      "Handler",
      stops.handler.map((name) => [name, name]),
      turned,
    );
    const times = this.engine.any ? moments(plan.until_s) : stops.moment_s;
    this.knobs.moment_s = new Slider("Moment", times, (t) => `${plain(t)} s`, turned);
    const choose = (group) => this.choose(group);
    this.icicle = new Icicle(looks, choose);
    this.table = new ProfileTable(looks, choose);
    this.stack = h("section", { class: "stack", "aria-label": "The chosen stack" });
    this.texts = [new Text(DEBUG1), new Text(DEBUG2)];
    this.download = new Download();
    const reset = h("button", { type: "button", onclick: () => this.reset() }, "Reset");
    return [
      h("div", { class: "row" }, this.knobs.handler.element, reset, this.knobs.moment_s.element),
      this.says,
      this.icicle.element,
      h("div", { class: "columns" }, this.table.element, this.stack),
      ...this.texts.map((text) => text.element),
      this.download.element,
    ];
  }

  show(answer, setting) {
    const profile = expandProfile(answer);
    this.says.textContent = sentence(profile, setting);
    this.icicle.show(profile);
    this.table.show(profile);
    this.texts[0].show(profile.debug1, DEBUG1);
    const shown = profile.debug2.split("\n\n").length;
    const which = shown < profile.total ? `, the first ${shown} of ${tasks(profile.total)}` : "";
    this.texts[1].show(profile.debug2, DEBUG2 + which);
    this.download.show(profile.proto);
    this.choose(profile.groups.find((group) => group.key === this.chosen) || profile.groups[0]);
  }

  reset() {
    this.chosen = null;
    super.reset();
  }

  /** Show the whole stack of `group`, here and in the picture. */
  choose(group) {
    this.chosen = group.key;
    this.icicle.mark(group);
    this.table.mark(group);
    const line = (frame) => [
      h("code", {}, frame.name),
      " ",
      h("span", { class: "place" }, `${frame.file}:${frame.line}`),
    ];
    const frames = group.stack.map((frame, i) =>
      h("li", { class: i === group.at && "telling" }, ...line(frame)),
    );
    const made = group.makers.map((maker) =>
      h("p", { class: "small" }, "Started by ", ...line(maker)),
    );
    this.stack.replaceChildren(
      h(
        "p",
        { class: "title" },
        icon(this.data.looks, group.role),
        `${WORDS[group.role]}: ${tasks(group.count)}, innermost line first`,
      ),
      h("ol", {}, ...frames),
      h("p", { class: "small" }, waited(group)),
      ...made,
    );
  }
}
