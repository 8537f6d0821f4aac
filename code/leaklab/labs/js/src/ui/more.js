// Knobs that can wait: folded away, with their positions in words where they are folded.

import { h } from "./dom.js";

export class More {
  /**
   * @param {HTMLElement[]} parts what is folded
   * @param {boolean} [open]
   */
  constructor(parts, open = false) {
    this.now = h("span", { class: "now" });
    const summary = h("summary", {}, "More", this.now);
    const row = h("div", { class: "row" }, ...parts);
    this.element = h("details", { class: "more", open }, summary, row);
  }

  get open() {
    return this.element.open;
  }

  /**
   * Say where the folded knobs stand.
   * @param {...string} words
   */
  say(...words) {
    this.now.textContent = words.length ? `: ${words.join(", ")}` : "";
  }
}
