// The groups of a profile as a table: one row a stack, chosen by a radio button.

import { count } from "../data.js";
import { LOOKS } from "../made/roles.js";
import { h } from "../ui/dom.js";
import { key } from "../ui/key.js";
import { percent, WORDS } from "./words.js";

/** @import { Group, Profile, TaskRole } from "./data.js" */

const HEADS = ["Role", "Tasks", "Share", "Stands at"];

/**
 * The icon of a role; the run's own tasks have no look of their own.
 * @param {TaskRole} role
 */
export const icon = (role) =>
  role === "run" ? h("span", { class: "key", "aria-hidden": "true" }, "○") : key(role);

/** One row; it is used again for other groups, because Chromium never lets go of a radio button. */
class Row {
  /** @type {Group | null} */
  #group = null;

  /** @param {(group: Group) => void} chosen */
  constructor(chosen) {
    const choose = () => this.#group && chosen(this.#group);
    this.radio = h("input", { type: "radio", name: "stack", onchange: choose });
    this.role = h("label", {});
    this.count = h("td", { class: "number" });
    this.share = h("td", { class: "number" });
    this.at = h("td", { class: "at" });
    const cells = [h("td", {}, this.role), this.count, this.share, this.at];
    this.element = h("tr", { onclick: choose }, ...cells);
  }

  /**
   * @param {Group} group
   * @param {number} total
   */
  show(group, total) {
    this.#group = group;
    const { role, telling } = group;
    this.role.replaceChildren(this.radio, icon(role), WORDS[role]);
    const bar = h("span", { class: "bar" });
    bar.style.setProperty("--share", `${(100 * group.count) / total}%`);
    if (role !== "run") bar.style.setProperty("--fill", LOOKS[role].fill);
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

  /** @param {Group} group */
  mark(group) {
    this.element.classList.toggle("on", this.#group === group);
    this.radio.checked = this.#group === group;
  }
}

export class ProfileTable {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Row[]} */
  #shown = [];

  /**
   * `chosen(group)` is called when another row is chosen.
   * @param {(group: Group) => void} chosen
   */
  constructor(chosen) {
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

  /** @param {Pick<Profile, "groups" | "total">} profile */
  show({ groups, total }) {
    while (this.#rows.length < groups.length) this.#rows.push(new Row(this.chosen));
    this.#shown = this.#rows.slice(0, groups.length);
    for (const [i, row] of this.#shown.entries()) row.show(groups[i], total);
    this.body.replaceChildren(...this.#shown.map((row) => row.element));
  }

  /**
   * Check the row of `group`.
   * @param {Group} group
   */
  mark(group) {
    for (const row of this.#shown) row.mark(group);
  }
}
