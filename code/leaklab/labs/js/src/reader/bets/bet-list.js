// <bet-list>: the bets of a chapter, or of the book, each with what the reader said. The list itself,
// with its links, stands in the HTML: an item has the bet's name as `data-bet`.

import { watch } from "../store.js";
import { readBet } from "./kept.js";
import { line, tally } from "./words.js";

export class BetList extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;

  connectedCallback() {
    this.#listening = new AbortController();
    const tell = () => {
      const items = /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-bet]"));
      const bets = [...items].map((item) => readBet(item.dataset.bet ?? ""));
      items.forEach((item, n) => {
        const state = item.querySelector(".bet-state");
        if (state) state.textContent = line(bets[n]);
      });
      const sum = this.querySelector(".bet-tally");
      if (sum) sum.textContent = tally(bets);
    };
    watch(tell, this.#listening.signal);
    tell();
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }
}
