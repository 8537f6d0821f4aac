// The groups of a profile as a table: one row a stack, chosen by a radio button.

import { count } from "../data.js";
import { LOOKS } from "../made/roles.js";
import { h } from "../ui/dom.js";
import { key } from "../ui/key.js";
import { growth } from "./data.js";
import { percent, signed, WORDS } from "./words.js";

/** @import { Change, Group, Profile, TaskRole } from "./data.js" */

const HEADS = ["Role", "Tasks", "Share", "Stands at"];
const CAPTION = "Equal stacks, most tasks first";
const HEADS_OF_TWO = ["Role", "Before, after", "Change", "Stands at"];
const CAPTION_OF_TWO = "Equal stacks, what grew most first";

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
    const { role } = group;
    const bar = h("span", { class: "bar" });
    bar.style.setProperty("--share", `${(100 * group.count) / total}%`);
    if (role !== "run") bar.style.setProperty("--fill", LOOKS[role].fill);
    this.#tell(group, count(group.count), percent(group.count, total), bar);
  }

  /** @param {Change} change */
  showChange(change) {
    const { was, count: now } = change;
    const grown = growth(change);
    const word = grown
      ? h("span", { class: "small" }, grown > 0 ? " grew" : " shrank")
      : " as before";
    this.#tell(change, `${count(was)} → ${count(now)}`, grown ? signed(grown) : "", word);
  }

  /**
   * @param {Group} group
   * @param {string} tasks
   * @param {...(Node | string)} share
   */
  #tell(group, tasks, ...share) {
    this.#group = group;
    const { role, telling } = group;
    this.element.dataset.role = role;
    this.role.replaceChildren(this.radio, icon(role), WORDS[role]);
    this.count.textContent = tasks;
    this.share.replaceChildren(...share);
    const place = h("span", { class: "place" }, telling.place);
    const words = [" in ", h("code", {}, telling.short), ", ", place];
    this.at.replaceChildren(h("b", {}, group.state), ...words);
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
    this.heads = HEADS.map((head) => h("th", { scope: "col" }, head));
    this.caption = h("caption", {});
    const head = h("thead", {}, h("tr", {}, ...this.heads));
    this.element = h("table", {}, this.caption, head, this.body);
  }

  /** @param {Pick<Profile, "groups" | "total">} profile */
  show({ groups, total }) {
    this.#fill(groups.length, CAPTION, HEADS);
    for (const [i, row] of this.#shown.entries()) row.show(groups[i], total);
  }

  /** @param {Change[]} changes */
  showChanges(changes) {
    this.#fill(changes.length, CAPTION_OF_TWO, HEADS_OF_TWO);
    for (const [i, row] of this.#shown.entries()) row.showChange(changes[i]);
  }

  /**
   * Have `rows` rows.
   * @param {number} rows
   * @param {string} caption
   * @param {string[]} heads
   */
  #fill(rows, caption, heads) {
    while (this.#rows.length < rows) this.#rows.push(new Row(this.chosen));
    this.#shown = this.#rows.slice(0, rows);
    this.body.replaceChildren(...this.#shown.map((row) => row.element));
    this.caption.textContent = caption;
    for (const [i, head] of this.heads.entries()) head.textContent = heads[i];
  }

  /**
   * Check the row of `group`.
   * @param {Group} group
   */
  mark(group) {
    for (const row of this.#shown) row.mark(group);
  }
}
