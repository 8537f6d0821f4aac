// <place-bet>: a question with choices, and what follows it on the page, folded until it is answered.
//
// The choices stand in the HTML, and which one won (`data-won`). On a page of the book so do the
// buttons, hidden, and the fold with a script in it that folds before the first paint: see
// tools/site/bets.py. Elsewhere, as in JupyterLab, nothing folds.

import { button, h } from "../../ui/dom.js";
import { placeOf } from "../place.js";
import { erase, read, watch, write } from "../store.js";
import { readBet } from "./kept.js";
import { verdict } from "./words.js";

/** @import { Kept } from "./words.js" */

export const SWITCH = "unfolded"; // the reader would rather have nothing folded

/**
 * Where `hash` leads inside of `fold`, if it does. A lab's setting may follow its name; a lab may
 * have the name of its chapter.
 * @param {string} hash
 * @param {HTMLElement} fold
 */
function placeIn(hash, fold) {
  const [id, setting] = hash.slice(1).split("?");
  try {
    const named = `[id="${CSS.escape(decodeURIComponent(id))}"]`;
    const target = (setting === undefined ? document : fold).querySelector(named);
    return target !== fold && fold.contains(target) ? target : null;
  } catch {
    return null; // no name at all
  }
}

/** The buttons, and the line that tells: those of tools/site/bets.py. */
const controls = () => [
  h("p", { class: "bet-says", role: "status", tabindex: -1 }),
  h(
    "p",
    { class: "bet-do" },
    button("Place the bet", () => {}, { class: "bet-place" }),
    button("Show me without a bet", () => {}, { class: "bet-show" }),
    button("Take the bet back", () => {}, { class: "bet-back" }),
  ),
];

export class PlaceBet extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  #found = false; // a search or an address led into what is folded: open for this visit
  #asked = false; // pressed without a choice

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    if (!this.#part(".bet-do")) this.append(...controls());
    /** @param {string} name @param {() => void} pressed */
    const on = (name, pressed) => this.#part(name)?.addEventListener("click", pressed, { signal });
    on(".bet-place", () => this.#place());
    on(".bet-show", () => this.#keep(null));
    on(".bet-back", () => this.#takeBack());
    const all = this.#all;
    const turned = () => (all?.checked ? write("switch", SWITCH, true) : erase("switch", SWITCH));
    all?.addEventListener("change", turned, { signal });
    watch(() => this.#update(), signal);
    const find = () => {
      this.#found = true;
      this.#update();
    };
    for (const fold of this.folds) fold.addEventListener("beforematch", find, { signal });
    const lead = () => {
      const target = this.folds.map((fold) => placeIn(location.hash, fold)).find(Boolean);
      if (!target) return;
      find();
      target.scrollIntoView();
    };
    addEventListener("hashchange", lead, { signal });
    // the words that a reader has searched for, marked by Sphinx when all scripts have run
    const marked = () => this.folds.some((fold) => fold.querySelector(".highlighted")) && find();
    addEventListener("load", marked, { signal });
    this.#update();
    lead();
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  get name() {
    return this.id.replace(/^bet-/, "");
  }

  /** What follows the bet, as far as it folds. */
  get fold() {
    return document.getElementById(`after-${this.id}`);
  }

  /** That, and what tells its result further down the page. @returns {HTMLElement[]} */
  get folds() {
    const id = CSS.escape(`after-${this.id}`);
    return [...document.querySelectorAll(`#${id}, [id^="${id}-later-"]`)].filter(
      (each) => each instanceof HTMLElement,
    );
  }

  /** @param {string} name @returns {HTMLElement | null} */
  #part(name) {
    return this.querySelector(name);
  }

  /** @returns {HTMLInputElement[]} */
  get #choices() {
    return [...this.querySelectorAll("input")].filter((input) => input.type === "radio");
  }

  /** @returns {HTMLInputElement | null} */
  get #all() {
    return this.querySelector(".bet-all input");
  }

  /** The words of what won; "" where the text tells them. */
  get #is() {
    return this.hasAttribute("data-later") ? "" : this.#won;
  }

  get #won() {
    return this.#choices.find((choice) => choice.hasAttribute("data-won"))?.value ?? "";
  }

  #place() {
    const chosen = this.#choices.find((choice) => choice.checked);
    if (chosen) return this.#keep(chosen);
    this.#asked = true;
    this.#update();
  }

  /** @param {HTMLInputElement | null} chosen */
  #keep(chosen) {
    const heading = document.querySelector("article h1")?.firstChild?.textContent ?? "";
    /** @type {Kept} */
    const kept = {
      said: chosen ? chosen.value : null,
      won: Boolean(chosen?.hasAttribute("data-won")),
      is: this.#won,
      question: this.#part(".bet-question")?.textContent ?? "",
      chapter: heading.trim(),
      href: this.fold ? placeOf(this.id) : "",
    };
    this.#asked = false;
    write("bet", this.name, kept); // which updates this element, too
    this.#part(".bet-says")?.focus();
  }

  #takeBack() {
    this.#found = false;
    erase("bet", this.name);
    (this.#choices.find((choice) => choice.checked) ?? this.#choices[0])?.focus();
  }

  #update() {
    const kept = readBet(this.name);
    const all = Boolean(read("switch", SWITCH));
    const open = Boolean(kept) || all || this.#found;
    for (const choice of this.#choices) {
      choice.disabled = Boolean(kept);
      if (kept) choice.checked = choice.value === kept.said;
    }
    const words = this.#choices.map((choice) => choice.value);
    const says = this.#part(".bet-says");
    let text = kept ? verdict(kept, words, this.#is) : "";
    if (!kept && this.#asked) text = "Choose one first.";
    if (says && says.textContent !== text) says.textContent = text;
    this.classList.toggle("bet-told", Boolean(kept) && Boolean(this.#is)); // marks what won
    this.#show(".bet-do", true);
    this.#show(".bet-all", true);
    this.#show(".bet-place", !kept);
    this.#show(".bet-show", !kept && !open && Boolean(this.fold));
    this.#show(".bet-back", Boolean(kept));
    this.#show(".bet-won", !kept && all);
    if (this.#all) this.#all.checked = all;
    for (const fold of this.folds) {
      if (open) fold.removeAttribute("hidden");
      else if (!fold.contains(document.activeElement)) fold.setAttribute("hidden", "until-found");
    }
    const some = document.querySelector(".after-bet[hidden]") !== null;
    document.documentElement.classList.toggle("bets-open", some); // book.css: no summary yet
  }

  /** @param {string} name @param {boolean} shown */
  #show(name, shown) {
    const part = this.#part(name);
    if (part) part.hidden = !shown;
  }
}
