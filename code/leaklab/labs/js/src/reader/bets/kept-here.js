// <kept-here>: all that the book keeps on this machine, to see, to take along and to erase.

import { forget, isKept } from "../../engines/store.js";
import { button, h } from "../../ui/dom.js";
import { takeAlong } from "../keepsake/take-along.js";
import { entries, erase, eraseAll, read, watch, write } from "../store.js";
import { asBet } from "./kept.js";
import { SWITCH } from "./place-bet.js";
import { line } from "./words.js";

/** @import { Entry } from "../store.js" */

/** @type {Record<string, string>} */
const TITLES = { answer: "Answers to exercises", code: "Code that you have edited" };

const PYTHON = "And the Python of the labs, so that the next page need not load it again.";

/** @param {any} value */
const shown = (value) => {
  const said = value?.given ?? value?.answer ?? value?.text ?? "";
  return typeof said === "string" ? said : JSON.stringify(said);
};

/** What an entry is called, and where it belongs. @param {Entry} entry */
const link = ({ id, value }) => {
  const words = [value?.title, value?.question].find((each) => typeof each === "string") ?? id;
  const href = value?.href;
  // what is kept may come from anywhere: a page of the book, and no other address
  return typeof href === "string" && /^[\w-]+\.html(#[\w?=&.,-]*)?$/.test(href)
    ? h("a", { href }, words)
    : h("span", {}, words);
};

export class KeptHere extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  #all = h("input", { type: "checkbox" });
  #lists = h("div");
  #python = h("p", { hidden: true }, PYTHON);
  #says = h("p", { role: "status", tabindex: -1 });
  #sure = h("span", { hidden: true });
  #erase = button("Erase all of it", () => this.#ask(true));

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const turned = () =>
      this.#all.checked ? write("switch", SWITCH, true) : erase("switch", SWITCH);
    this.#all.addEventListener("change", turned, { signal });
    this.#sure.replaceChildren(
      "All bets, answers and edits? This cannot be taken back. ",
      button("Yes, erase all of it", () => this.#eraseAll()),
      " ",
      button("Keep it", () => this.#ask(false)),
    );
    this.replaceChildren(
      h(
        "p",
        {},
        h("label", { class: "bet-all" }, this.#all, " Unfold everything, in all chapters"),
      ),
      this.#lists,
      this.#python,
      ...takeAlong((words) => {
        this.#says.textContent = words;
      }),
      h("p", { class: "bet-do" }, this.#erase, " ", this.#sure),
      this.#says,
    );
    watch(() => this.#update(), signal);
    this.#update();
    isKept().then((kept) => {
      this.#python.hidden = !kept;
    });
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  /** @param {boolean} asking */
  #ask(asking) {
    this.#sure.hidden = !asking;
    this.#erase.hidden = asking;
    const next = asking ? this.#sure.querySelector("button:last-child") : this.#erase;
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  async #eraseAll() {
    eraseAll();
    await forget();
    this.#python.hidden = true;
    this.#ask(false);
    this.#says.textContent = "Erased. Nothing is kept.";
    this.#says.focus();
  }

  #update() {
    this.#all.checked = Boolean(read("switch", SWITCH));
    const kept = entries();
    const lists = Object.entries(TITLES).map(([kind, title]) => {
      const items = kept.filter((entry) => entry.kind === kind).sort(byId);
      return list(title, items, (entry) => shown(entry.value));
    });
    const known = new Set(
      [...document.querySelectorAll("bet-list [data-bet]")].map((item) =>
        item.getAttribute("data-bet"),
      ),
    );
    const old = kept.filter(({ kind, id }) => kind === "bet" && !known.has(id)).sort(byId);
    lists.push(list("Bets of an earlier edition", old, (entry) => line(asBet(entry.value))));
    this.#lists.replaceChildren(...lists.flat());
  }
}

const byId = (/** @type {Entry} */ a, /** @type {Entry} */ b) => (a.id < b.id ? -1 : 1);

/**
 * A heading and a list, or nothing.
 * @param {string} title
 * @param {Entry[]} items
 * @param {(entry: Entry) => string} words
 */
function list(title, items, words) {
  if (!items.length) return [];
  const lines = items.map((entry) =>
    h("li", {}, link(entry), h("span", { class: "bet-state" }, words(entry))),
  );
  return [h("h2", {}, title), h("ul", {}, ...lines)];
}
