// The sentence of a lab that changes with every picture: seen at once, read out when it has rested,
// so that nobody hears each stop of a drag.

import { h } from "../ui/dom.js";

const QUIET_MS = 700; // without a change: then what is said is read out

export class Spoken {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quiet;

  /** @param {HTMLElement} says where the sentence is seen */
  constructor(says) {
    this.says = says;
    says.removeAttribute("role"); // it changes with every picture: `heard` is read out
    this.heard = h("p", { class: "hidden", role: "status" });
    /** On paper nothing can be turned: there the sentence stands from the beginning. */
    this.paper = h("p", { class: "paper" });
  }

  get elements() {
    return [this.says, this.heard, this.paper];
  }

  /**
   * Say `words`, and have them read out once they have rested for so long.
   * @param {string} words
   * @param {number} [rest_ms]
   */
  say(words, rest_ms = QUIET_MS) {
    if (this.says.textContent === words) return;
    this.says.textContent = words;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.read(), rest_ms);
  }

  /**
   * Show `words`, which are read out when `read` is called.
   * @param {string} words
   */
  show(words) {
    this.says.textContent = words;
  }

  /** Read out what is seen. */
  read() {
    this.heard.textContent = this.says.textContent;
  }

  /** Nothing more is read out. */
  end() {
    clearTimeout(this.#quiet);
  }
}
