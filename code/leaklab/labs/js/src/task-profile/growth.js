// What grew between two profiles and what shrank, a bar a stack on both sides of nothing.

import { h } from "../ui/dom.js";
import { coloured } from "../ui/key.js";
import { growth } from "./data.js";
import { icon } from "./table.js";
import { signed, WORDS } from "./words.js";

/** @import { Change, Group } from "./data.js" */

export class Growth {
  /** @type {[Change, HTMLElement][]} */
  #rows = [];

  /**
   * `chosen(change)` is called when a bar is clicked.
   * @param {(change: Change) => void} chosen
   */
  constructor(chosen) {
    this.chosen = chosen;
    const label = "What grew and what shrank, a bar a stack; the table has the same numbers.";
    this.stage = h("div", { class: "growth", role: "img", "aria-label": label });
    const says = "A bar to the right is a stack that grew, one to the left a stack that shrank.";
    this.element = h("figure", {}, this.stage, h("figcaption", { class: "small" }, says));
  }

  /** @param {Change[]} changes */
  show(changes) {
    const most = Math.max(1, ...changes.map(growth));
    const least = Math.max(0, ...changes.map((change) => -growth(change)));
    const whole = most + least;
    this.stage.style.setProperty("--zero", `${(100 * least) / whole}%`);
    this.#rows = changes.map((change) => [change, this.#row(change, whole)]);
    this.stage.replaceChildren(...this.#rows.map(([, row]) => row));
  }

  /**
   * @param {Change} change
   * @param {number} whole
   */
  #row(change, whole) {
    const grown = growth(change);
    const { role, telling } = change;
    const bar = h("span", { class: `change hatched ${role}` });
    if (role !== "run") coloured(bar, role);
    bar.style.width = `${(100 * Math.abs(grown)) / whole}%`;
    bar.classList.toggle("less", grown < 0);
    const who = h("span", { class: "who" }, icon(role), WORDS[role], " ");
    who.append(h("span", { class: "place" }, telling.place));
    const much = h(
      "b",
      { class: grown ? "much" : "much none" },
      grown ? signed(grown) : "as before",
    );
    const track = h("span", { class: "span" }, bar);
    return h(
      "div",
      { class: "grown", "data-role": role, onclick: () => this.chosen(change) },
      who,
      track,
      much,
    );
  }

  /**
   * Mark the bar of `group`.
   * @param {Group} group
   */
  mark(group) {
    for (const [change, row] of this.#rows) row.classList.toggle("on", change.key === group.key);
  }
}
