// A bench before it is opened: the book's source as it stands, and the button that opens it. The
// editor is a script of its own, bench.js beside this one, which loads on that click alone.

import { button, h } from "../../ui/dom.js";
import labStyles from "../../ui/lab.css";
import { isDark, themeStyles, watchTheme } from "../../ui/theme.js";
import { page, placeOf } from "../place.js";
import { erase, read, write } from "../store.js";
import styles from "./code-bench.css";

/** @import { Bench, BenchData, Kept, OpenBench } from "./bench.js" */

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;
/** Where the editor is; nowhere in a notebook, which has cells. */
const EDITOR = script ? new URL("bench.js", script).href : "";
/** What opening loads, with Python: a test holds it against the files. */
const ABOUT_MB = 18;

/** @type {Promise<OpenBench> | null} */
let loading = null;

/** Load bench.js, once for all benches of a page; after a failure the next click tries again. */
function loadEditor() {
  loading ??= new Promise((resolve, reject) => {
    const failed = () => {
      loading = null;
      reject(new Error("the editor could not be loaded; look at your network, then try again"));
    };
    const loaded = () => (globalThis.openCodeBench ? resolve(globalThis.openCodeBench) : failed());
    document.head.append(h("script", { src: EDITOR, onload: loaded, onerror: failed }));
  });
  return loading;
}

export class CodeBench extends HTMLElement {
  /** @type {BenchData} */
  data;
  /** The book's source. */
  source = "";
  /** @type {Bench | null} */
  #bench = null;
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {HTMLElement} */
  #root;

  connectedCallback() {
    const json = this.querySelector('script[type="application/json"]');
    const listing = this.querySelector("pre");
    if (!EDITOR || !json || !listing) return; // in a notebook the listing stays as it is
    this.data = JSON.parse(json.textContent ?? "");
    this.source = listing.textContent ?? "";
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    const paint = () => {
      this.#root.dataset.dark = String(isDark());
      this.#bench?.paint();
    };
    watchTheme(paint, this.#listening.signal);
    paint();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#bench?.close();
    if (this.#bench) this.#close();
  }

  /** Where the reader's edit is kept: the page's name, then the bench's. */
  get key() {
    return `${page().replace(/\.html$/, "")}/${this.id}`;
  }

  /** The reader's edit, if there is one. @returns {Kept | null} */
  kept() {
    const kept = read("code", this.key);
    return typeof kept?.text === "string" ? kept : null;
  }

  /**
   * Keep the reader's edit; nothing is kept of a text that is the book's. Whether it will be there
   * when the page is opened again.
   * @param {string} text
   */
  keep(text) {
    if (text === this.source) {
      erase("code", this.key);
      return true;
    }
    const { title, of } = this.data;
    return write("code", this.key, { text, title, href: placeOf(this.id), of });
  }

  #build() {
    const shadow = this.attachShadow({ mode: "open" });
    this.#root = h("section", { class: "lab", "aria-label": `Bench: ${this.data.title}` });
    shadow.append(h("style", {}, themeStyles() + labStyles + styles), this.#root);
    this.#close();
  }

  /** As it is before it is opened. */
  #close() {
    this.#bench = null;
    const status = h("span", { class: "says", role: "status" }, this.#offer());
    const open = button("Open the bench", async () => {
      open.disabled = true;
      status.textContent = "Loading the editor.";
      try {
        this.#open(await loadEditor());
      } catch (error) {
        status.textContent = `Not opened: ${/** @type {Error} */ (error).message}.`;
        open.disabled = false;
      }
    });
    const row = h("div", { class: "row small closed" }, open, status);
    this.#root.replaceChildren(
      row,
      h(
        "div",
        {
          class: "listing",
          tabindex: 0,
          role: "region",
          "aria-label": `${this.data.title}, source`,
        },
        h("slot"),
      ),
    );
  }

  #offer() {
    if (this.kept()) return "You have changed this one; your text is kept on this machine.";
    return `Edit this server, run it, have it judged. Loads an editor and Python, about ${ABOUT_MB} MB.`;
  }

  /** @param {OpenBench} openBench */
  #open(openBench) {
    if (!this.isConnected) return;
    this.#bench = openBench(this);
    const paper = h("div", { class: "on-paper" }, h("slot"));
    this.#root.replaceChildren(...this.#bench.parts, paper);
    this.#bench.begin();
  }
}
