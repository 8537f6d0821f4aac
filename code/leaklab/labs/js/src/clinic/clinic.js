// The clinic: dumps that a reader drops, opens or pastes, read by the page's own Python.
//
// Nothing is sent: the page's policy lets no script ask another host. What follows on a press is
// decided here; asking.js asks Python, groups.js, growth.js and icicle.js show what it found.

import { ENGINE_MB, refusal } from "../engines/page.js";
import { button, h } from "../ui/dom.js";
import labStyles from "../ui/lab.css";
import { isDark, themeStyles, watchTheme } from "../ui/theme.js";
import { ask, megabytes, stop, tooMuch } from "./asking.js";
import styles from "./clinic.css";
import { examples, given } from "./examples.js";
import { groupsOf } from "./groups.js";
import { growthTable } from "./growth.js";
import { icicle } from "./icicle.js";
import * as words from "./words.js";

/** @import { Answer, Given } from "./asking.js" */

const PASTED = "pasted.txt";
const HINT = "goroutine 1 [chan send, 12 minutes]: …";

export class Clinic extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {HTMLElement} */
  #root;
  /** @type {Given[]} */
  #files = [];
  /** @type {Answer | null} */
  #answer = null;
  /** Which question is under way; an older one's answer is dropped. */
  #asked = 0;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    const paint = () => {
      this.#root.dataset.dark = String(isDark());
    };
    watchTheme(paint, this.#listening.signal);
    paint();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    stop("the clinic was left");
  }

  input = h("input", { type: "file", id: "files", multiple: true });
  text = h("textarea", { id: "text", rows: 4, spellcheck: false, placeholder: HINT });
  status = h("p", { class: "says", role: "status" });
  bar = h("progress", { max: 1, "aria-label": "Progress" });
  progress = h("p", { class: "row", hidden: true });
  result = h("div", { class: "result" });

  #build() {
    const shadow = this.attachShadow({ mode: "open" });
    const mb = ENGINE_MB ? ` The first time it loads Python, ${ENGINE_MB} MB, from this book.` : "";
    this.input.addEventListener("change", () => this.#chosen());
    this.progress.append(
      this.bar,
      button("Cancel", () => this.#stop()),
    );
    const drop = h(
      "div",
      { class: "drop" },
      h(
        "p",
        {},
        h("label", { for: "files" }, "Drop dumps here, or open one file or several: "),
        this.input,
      ),
      h("p", { class: "small" }, `Two files of one process, the older first, show what grew.${mb}`),
    );
    drop.addEventListener("dragenter", (event) => this.#over(event, drop));
    drop.addEventListener("dragover", (event) => this.#over(event, drop));
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => this.#dropped(event, drop));
    const paste = h(
      "div",
      { class: "paste" },
      h("label", { for: "text" }, "Or paste a dump, or a log with one in it:"),
      this.text,
      h(
        "p",
        { class: "row" },
        button("Read what I pasted", () => this.#pasted()),
        button("Try it with a recording", () => this.read(examples())),
      ),
    );
    this.#root = h(
      "section",
      { class: "lab clinic", "aria-label": "The clinic" },
      drop,
      paste,
      this.progress,
      this.status,
      this.result,
    );
    shadow.append(h("style", {}, themeStyles() + labStyles + styles), this.#root);
    const why = refusal();
    if (why) this.status.textContent = `No dump can be read here: ${why}.`;
  }

  /** @param {DragEvent} event @param {HTMLElement} drop */
  #over(event, drop) {
    event.preventDefault();
    drop.classList.add("over");
  }

  /** @param {DragEvent} event @param {HTMLElement} drop */
  #dropped(event, drop) {
    event.preventDefault();
    drop.classList.remove("over");
    const files = [...(event.dataTransfer?.files ?? [])];
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    if (files.length) this.read(files.map(ofFile));
    else if (text) this.read([given(PASTED, text)]);
    else this.status.textContent = "Nothing was dropped that holds text or a file.";
  }

  #chosen() {
    const files = [...(this.input.files ?? [])];
    if (files.length) this.read(files.map(ofFile));
  }

  #pasted() {
    const text = this.text.value;
    if (text.trim()) this.read([given(PASTED, text)]);
    else this.status.textContent = "Nothing is pasted yet.";
  }

  /**
   * Read these files, and show what they mean.
   * @param {Given[]} files
   * @param {boolean} [anonymous]
   */
  async read(files, anonymous = true) {
    const why = refusal();
    const much = tooMuch(files);
    if (why || much) {
      this.status.textContent = why ? `No dump can be read here: ${why}.` : much;
      return;
    }
    const number = ++this.#asked;
    this.#files = files;
    this.progress.hidden = false;
    this.bar.removeAttribute("value");
    const size = megabytes(files.reduce((sum, { blob }) => sum + blob.size, 0));
    this.status.textContent = `Reading ${size}.`;
    try {
      const begun = performance.now();
      const answer = await ask(
        files,
        anonymous,
        (progress) => number === this.#asked && this.#goOn(progress),
      );
      if (number !== this.#asked) return;
      this.#answer = answer;
      this.#show(
        `Read ${size} in ${((performance.now() - begun) / 1000).toFixed(1)} s, in this page.`,
      );
    } catch (error) {
      if (number === this.#asked)
        this.status.textContent = `Not read: ${/** @type {Error} */ (error).message}.`;
    }
    if (number === this.#asked) this.progress.hidden = true;
  }

  /** @param {{share: number, words: string}} progress */
  #goOn({ share, words: said }) {
    if (share >= 0 && share < 1) this.bar.value = share;
    else this.bar.removeAttribute("value");
    this.status.textContent = `${said} …`;
  }

  #stop() {
    this.#asked++;
    stop("you stopped it");
    this.progress.hidden = true;
    this.status.textContent = "Stopped. Nothing was read.";
  }

  /** @param {string} said */
  #show(said) {
    const answer = /** @type {Answer} */ (this.#answer);
    const { dumps, growth, refused } = answer;
    /** @type {HTMLElement[]} */
    const parts = refused.map((why) => h("p", { class: "refused" }, why));
    if (dumps.length > 1 && growth) parts.push(growthTable(growth, dumps));
    if (dumps.length) parts.push(...this.#dumps(answer), this.#ticket(answer));
    this.result.replaceChildren(...parts);
    this.status.textContent = dumps.length ? said : "No dump was found in what you gave.";
  }

  /** @param {Answer} answer */
  #dumps({ dumps }) {
    const shown = h("div", {});
    const search = h("input", { type: "search", id: "search", oninput: () => list() });
    const which = h(
      "select",
      { id: "which", onchange: () => all() },
      ...dumps.map((dump, at) => h("option", { value: at }, dump.name)),
    );
    which.value = String(dumps.length - 1);
    const dump = () => dumps[Number(which.value)];
    const groups = h("div", {});
    const picture = h("div", {});
    const list = () => groups.replaceChildren(groupsOf(dump(), search.value));
    const find = (/** @type {string} */ text) => {
      search.value = text;
      list();
      groups.scrollIntoView({ block: "nearest" });
    };
    const all = () => {
      const notes = dump().notes.map((note) => h("li", {}, note));
      const head = h("p", { class: "headline" }, words.headline(dump()));
      shown.replaceChildren(head, notes.length ? h("ul", { class: "notes" }, ...notes) : "");
      list();
      picture.replaceChildren(icicle(dump(), find));
    };
    all();
    const chooser = dumps.length > 1 ? [h("label", { for: "which" }, "Dump"), which] : [];
    const row = h(
      "p",
      { class: "row" },
      ...chooser,
      h("label", { for: "search" }, "Only with this text"),
      search,
    );
    return [h("h2", {}, "What it means"), shown, row, groups, h("h4", {}, "As a picture"), picture];
  }

  /** @param {Answer} answer */
  #ticket({ ticket }) {
    const hide = h("input", {
      type: "checkbox",
      id: "hide",
      checked: !ticket.includes("# Goroutines") || ticket.includes("are left out."),
      onchange: () => this.read(this.#files, hide.checked),
    });
    const text = h("textarea", { id: "ticket", rows: 10, readonly: true, spellcheck: false });
    text.value = ticket;
    const said = h("span", { role: "status" });
    const copy = button("Copy", async () => {
      text.select();
      const done = await navigator.clipboard?.writeText(ticket).then(
        () => true,
        () => false,
      );
      said.textContent = done ? "Copied." : "Selected: copy it with Ctrl-C.";
    });
    return h(
      "details",
      { class: "more" },
      h("summary", {}, "A report for a ticket"),
      h(
        "p",
        { class: "row" },
        h(
          "label",
          { class: "check" },
          hide,
          "Leave out paths, addresses, labels and names of own packages",
        ),
      ),
      h("label", { for: "ticket" }, "Markdown"),
      text,
      h("p", { class: "row" }, copy, said),
    );
  }
}

/** @param {File} file @returns {Given} */
const ofFile = (file) => ({ name: file.name, blob: file, changed: file.lastModified });
