// The reader's text: kept on this machine as it changes, put aside for the book's, brought back.

import { button, h } from "../ui/dom.js";

/** @import { BenchHost, Kept } from "../reader/code-bench/bench.js" */
/** @import { Editor } from "./editor.js" */

const KEEP_MS = 400;
const ANOTHER_EDITION =
  "The book's source has changed since you began. This is your text; As in the book shows the new one.";
const NOT_KEPT =
  "This browser keeps nothing more for this site: download your text before you leave the page.";

export class OwnText {
  /** What stood here before *As in the book*. @type {string | null} */
  #mine = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keeping;

  /**
   * @param {BenchHost} host
   * @param {Kept | null} kept what the reader had left
   * @param {Editor} editor
   * @param {(words: string) => void} say
   */
  constructor(host, kept, editor, say) {
    this.host = host;
    this.editor = editor;
    this.say = say;
    this.bookButton = button("As in the book", () => this.#restore());
    this.note = h("p", { class: "small", role: "status" });
    if (kept && kept.of !== host.data.of) this.note.textContent = ANOTHER_EDITION;
  }

  /** The text has changed: it will be kept soon. */
  changed() {
    if (this.#mine !== null && this.editor.text !== this.host.source) this.#forget();
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.keep(), KEEP_MS);
  }

  /** Keep the text now, if it has changed since it was kept. */
  keep() {
    if (!this.#keeping) return;
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const kept = this.host.keep(this.editor.text);
    const changed = this.editor.text !== this.host.source;
    const words = kept ? (changed ? "Your text is kept on this machine." : "") : NOT_KEPT;
    if (this.note.textContent !== words) this.note.textContent = words;
  }

  /** As in the book; pressed again, back to the reader's. */
  #restore() {
    const mine = this.#mine;
    if (mine !== null) {
      this.editor.replace(mine);
      this.#forget();
      return this.say("Your text is back.");
    }
    const { text } = this.editor;
    if (text === this.host.source) return this.say("It is as in the book already.");
    this.#mine = text;
    this.editor.mark([]);
    this.editor.replace(this.host.source);
    this.bookButton.textContent = "Back to mine";
    this.say(
      "As in the book again. Back to mine brings your text back, until you change this one.",
    );
  }

  #forget() {
    this.#mine = null;
    this.bookButton.textContent = "As in the book";
  }
}
