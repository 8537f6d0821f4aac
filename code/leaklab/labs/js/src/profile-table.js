// The groups of a profile as a table: one row a stack, chosen by a radio button.

import { count } from "./data.js";
import { h } from "./dom.js";
import { WORDS, percent } from "./profile-words.js";

const HEADS = ["Role", "Tasks", "Share", "Stands at"];

/** The icon of a role; the run's own tasks have none in the palette. */
export function icon(looks, role) {
  const look = looks[role];
  const key = h("span", { class: "key", "aria-hidden": "true" }, look ? look.icon : "○");
  if (look) key.style.setProperty("--colour", look.colour);
  if (look) key.style.setProperty("--fill", look.fill);
  return key;
}

export class ProfileTable {
  /** `chosen(group)` is called when another row is chosen. */
  constructor(looks, chosen) {
    this.looks = looks;
    this.chosen = chosen;
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
    this.rows = groups.map((group) => [group, this.row(group, total)]);
    this.body.replaceChildren(...this.rows.map(([, row]) => row));
  }

  row(group, total) {
    const choose = () => this.chosen(group);
    const radio = h("input", { type: "radio", name: "stack", onchange: choose });
    const role = h("label", {}, radio, icon(this.looks, group.role), WORDS[group.role]);
    const bar = h("span", { class: "bar" });
    bar.style.setProperty("--share", `${(100 * group.count) / total}%`);
    const look = this.looks[group.role];
    const place = h("span", { class: "place" }, group.telling.place);
    if (look) bar.style.setProperty("--fill", look.fill);
    return h(
      "tr",
      { onclick: choose },
      h("td", {}, role),
      h("td", { class: "number" }, count(group.count)),
      h("td", { class: "number" }, percent(group.count, total), bar),
      h("td", { class: "at" }, h("b", {}, group.state), " in ", h("code", {}, group.telling.short), ", ", place),
    );
  }

  /** Check the row of `group`. */
  mark(group) {
    for (const [each, row] of this.rows) {
      row.classList.toggle("on", each === group);
      row.querySelector("input").checked = each === group;
    }
  }
}
