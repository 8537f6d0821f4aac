// The groups of a profile as a table: one row a stack, chosen by a radio button.

import { count } from "../data.js";
import { h } from "../ui/dom.js";
import { percent, WORDS } from "./words.js";

const HEADS = ["Role", "Tasks", "Share", "Stands at"];

/** The icon of a role; the run's own tasks have none in the palette. */
export function icon(looks, role) {
  const look = looks[role];
  const key = h("span", { class: "key", "aria-hidden": "true" }, look ? look.icon : "○");
  if (look) key.style.setProperty("--colour", look.colour);
  if (look) key.style.setProperty("--fill", look.fill);
  return key;
}

/** One row; it is used again for other groups, because Chromium never lets go of a radio button. */
class Row {
  constructor(looks, chosen) {
    this.looks = looks;
    const choose = () => chosen(this.group);
    this.radio = h("input", { type: "radio", name: "stack", onchange: choose });
    this.role = h("label", {});
    this.count = h("td", { class: "number" });
    this.share = h("td", { class: "number" });
    this.at = h("td", { class: "at" });
    this.element = h(
      "tr",
      { onclick: choose },
      h("td", {}, this.role),
      this.count,
      this.share,
      this.at,
    );
  }

  show(group, total) {
    this.group = group;
    const { role, telling } = group;
    this.role.replaceChildren(this.radio, icon(this.looks, role), WORDS[role]);
    const bar = h("span", { class: "bar" });
    bar.style.setProperty("--share", `${(100 * group.count) / total}%`);
    if (this.looks[role]) bar.style.setProperty("--fill", this.looks[role].fill);
    this.count.textContent = count(group.count);
    this.share.replaceChildren(percent(group.count, total), bar);
    const place = h("span", { class: "place" }, telling.place);
    this.at.replaceChildren(
      h("b", {}, group.state),
      " in ",
      h("code", {}, telling.short),
      ", ",
      place,
    );
  }

  mark(group) {
    this.element.classList.toggle("on", this.group === group);
    this.radio.checked = this.group === group;
  }
}

export class ProfileTable {
  /** `chosen(group)` is called when another row is chosen. */
  constructor(looks, chosen) {
    this.make = () => new Row(looks, chosen);
    this.rows = [];
    this.body = h("tbody", {});
    const heads = HEADS.map((head) => h("th", { scope: "col" }, head));
    this.element = h(
      "table",
      {},
      h("caption", {}, "Equal stacks, most tasks first"),
      h("thead", {}, h("tr", {}, ...heads)),
      this.body,
    );
  }

  show({ groups, total }) {
    while (this.rows.length < groups.length) this.rows.push(this.make());
    this.shown = this.rows.slice(0, groups.length);
    groups.forEach((group, i) => this.shown[i].show(group, total));
    this.body.replaceChildren(...this.shown.map((row) => row.element));
  }

  /** Check the row of `group`. */
  mark(group) {
    for (const row of this.shown) row.mark(group);
  }
}
