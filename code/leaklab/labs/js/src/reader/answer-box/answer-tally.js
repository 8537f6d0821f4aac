// How many of a page's exercises the reader has solved: a line at the end of its exercises.

import { read, watch } from "../store.js";
import { AnswerBox } from "./answer-box.js";
import { asKept } from "./kept.js";

export class AnswerTally extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;

  connectedCallback() {
    this.#listening = new AbortController();
    watch(() => this.#count(), this.#listening.signal);
    queueMicrotask(() => this.#count()); // when the boxes of the page are defined
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  #count() {
    const boxes = [...document.querySelectorAll("answer-box")].filter(
      (box) => box instanceof AnswerBox && box.known,
    );
    const solved = boxes.filter(
      (box) => asKept(read("answer", /** @type {AnswerBox} */ (box).known.id)).right,
    );
    const words = `Solved so far in this chapter: ${solved.length} of ${boxes.length} exercises.`;
    this.replaceChildren(words);
  }
}
