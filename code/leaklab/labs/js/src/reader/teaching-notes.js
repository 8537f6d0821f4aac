// <teaching-notes>: the switch for the notes for instructors, and what shows them on every page.
//
// They stand in the HTML, hidden (tools/site/instructors.py): who has not asked for them sees none.

import { h } from "../ui/dom.js";
import { erase, read, watch, write } from "./store.js";

export const SWITCH = "instructor";
const NOTES = ".admonition.instructor";

/** Show a page's notes while the switch is on. @param {Document} page */
export function showNotes(page) {
  const notes = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(NOTES));
  if (!notes.length) return;
  const show = () => {
    const on = Boolean(read("switch", SWITCH));
    for (const note of notes) note.hidden = !on;
  };
  watch(show, new AbortController().signal);
  show();
}

export class TeachingNotes extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  #box = h("input", { type: "checkbox" });
  #says = h("span", { role: "status" });

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const turned = () => {
      const kept = this.#box.checked ? write("switch", SWITCH, true) : true;
      if (!this.#box.checked) erase("switch", SWITCH);
      this.#says.textContent = kept ? "" : " This browser keeps nothing: it holds for this page.";
    };
    this.#box.addEventListener("change", turned, { signal });
    watch(() => this.#update(), signal);
    const words = " Show the notes for instructors, in all chapters";
    this.replaceChildren(
      h("p", {}, h("label", { class: "bet-all" }, this.#box, words), this.#says),
    );
    this.#update();
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  #update() {
    this.#box.checked = Boolean(read("switch", SWITCH));
  }
}
