// What can wait: folded away under one word, with the folded knobs' positions where a lab says them.

import { h } from "./dom.js";

export class More {
  /**
   * @param {boolean} [open]
   * @param {...HTMLElement} rows what is folded
   */
  constructor(open = false, ...rows) {
    this.now = h("span", { class: "now" });
    const summary = h("summary", {}, "More", this.now);
    this.element = h("details", { class: "more", open }, summary, ...rows);
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
