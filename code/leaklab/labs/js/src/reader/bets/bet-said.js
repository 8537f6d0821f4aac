// <bet-said of="slower">: what the reader had bet, in a sentence further on; nothing without a bet.

import { watch } from "../store.js";
import { readBet } from "./kept.js";
import { recall } from "./words.js";

export class BetSaid extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;

  connectedCallback() {
    this.#listening = new AbortController();
    const say = () => {
      this.textContent = recall(readBet(this.getAttribute("of") ?? ""));
    };
    watch(say, this.#listening.signal);
    say();
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }
}
