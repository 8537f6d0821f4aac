// A bench that is open: the editor, what it can do with the text, and what came of it.

import { plain } from "../data.js";
import { refusal } from "../engines/page.js";
import { button, h, Slider } from "../ui/dom.js";
import { isDark } from "../ui/theme.js";
import styles from "./bench.css";
import { download, toJupyterLab } from "./carry.js";
import { Editor } from "./editor.js";
import { verdictList, verdictWords } from "./judge.js";
import * as python from "./python.js";
import { plotStyles, Result } from "./result.js";
import { remarks, sentence } from "./words.js";

/** @import { Bench as BenchType, BenchHost } from "../reader/code-bench/bench.js" */
/** @import { Mark } from "./editor.js" */

const KEEP_MS = 400;
const LONGEST = 50_000; // characters, as in leaklab.book.code_bench.reader_code
const OLD = "You have changed the text since. What stands below is of the one before.";
const NOT_KEPT =
  "This browser keeps nothing more for this site: download your text before you leave the page.";

/** @implements {BenchType} */
export class Bench {
  #busy = false;
  #again = false; // a slider was moved while a run was under way
  #ran = false;
  #closed = false;
  /** The texts that what stands below is of. */
  #of = { run: "", verdict: "" };
  /** What stood here before *As in the book*. @type {string | null} */
  #mine = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keeping;
  #leaving = new AbortController();

  /** @param {BenchHost} host */
  constructor(host) {
    this.host = host;
    const { title, stops, start } = host.data;
    const kept = host.kept();
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    const text = kept?.text ?? host.source;
    this.editor = new Editor(text, `${title}, Python source`, root, () => this.#changed());
    this.status = h("p", { class: "says", role: "status" });
    this.place = h("p", { class: "small", hidden: true });
    this.bar = h("progress", { max: 1, value: 0, "aria-label": "Progress" });
    this.barWords = h("span", {});
    this.progress = h("p", { class: "row small", hidden: true }, this.bar, this.barWords);
    this.kept = h("p", { class: "small", role: "status" });
    this.runButton = button("Run", () => this.run());
    this.judgeButton = button("Judge", () => this.judge());
    this.stopButton = button("Stop", () => python.stop("you asked for it."), { hidden: true });
    this.bookButton = button("As in the book", () => this.#restore());
    const turned = () => this.#ran && this.run();
    this.latency = new Slider("Latency", stops.latency_s, (s) => `${plain(s)} s`, turned);
    this.rate = new Slider("Rate", stops.rate_per_s, (n) => `${plain(n)} a second`, turned);
    this.latency.near(start.latency_s);
    this.rate.near(start.rate_per_s);
    this.result = new Result();
    this.verdict = h("div", { hidden: true });
    this.old = h("p", { class: "small old" });
    this.printed = h(
      "details",
      { hidden: true },
      h("summary", {}, "What your code printed"),
      h("pre", { tabindex: 0 }),
    );
    if (kept && kept.of !== host.data.of) {
      this.kept.textContent =
        "The book's source has changed since you began. This is your text; As in the book shows the new one.";
    }
    this.parts = [h("style", {}, plotStyles + styles), this.#body(title)];
  }

  /** @param {string} title */
  #body(title) {
    const out = [
      button("Download", () => download(this.host.data.file, this.editor.text)),
      button("Open in JupyterLab", () => this.#say(toJupyterLab(this.editor.text, this.host.data))),
    ];
    const { timeout_s } = this.host.data.plan;
    return h(
      "div",
      { class: "on-screen" },
      h("p", { class: "title" }, title),
      h("div", { class: "editor" }, this.editor.view.dom),
      h("p", { class: "small" }, "Ctrl-Enter runs it. Escape, then Tab, leaves the editor."),
      h(
        "div",
        { class: "row" },
        this.runButton,
        this.judgeButton,
        this.stopButton,
        this.bookButton,
        ...out,
      ),
      this.kept,
      this.progress,
      this.status,
      this.place,
      h("div", { class: "knobs" }, this.latency.element, this.rate.element),
      h(
        "p",
        { class: "small" },
        `The timeout is ${plain(timeout_s)} s. Run asks both servers the same.`,
      ),
      this.old,
      this.verdict,
      this.printed,
      this.result.element,
    );
  }

  begin() {
    const { signal } = this.#leaving;
    const resized = new ResizeObserver(() => this.result.fit());
    resized.observe(this.result.element);
    signal.addEventListener("abort", () => resized.disconnect());
    addEventListener("pagehide", () => this.#keep(), { signal });
    this.editor.view.dom.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        this.run();
      },
      { signal, capture: true },
    );
    this.paint();
    this.editor.view.focus();
    python.join();
    this.#load();
  }

  async #load() {
    const why = refusal();
    if (why) return this.#say(`You can edit and download here, but not run: ${why}.`);
    this.#progress(0, "Loading Python");
    try {
      await python.start(({ share, words }) => this.#progress(share, words));
      this.#say("Python is ready. Run shows the book's server beside yours.");
    } catch (error) {
      this.#say(`Python did not start: ${/** @type {Error} */ (error).message}. Run tries again.`);
    }
    if (!this.#busy) this.progress.hidden = true;
  }

  /** @param {number} share @param {string} words */
  #progress(share, words) {
    this.progress.hidden = false;
    this.bar.value = share;
    if (this.barWords.textContent !== words) this.barWords.textContent = words;
  }

  /** @param {string} words @param {number | null} [line] */
  #say(words, line = null) {
    this.status.textContent = words;
    this.place.hidden = line === null;
    this.place.replaceChildren(
      ...(line === null ? [] : [button(`Go to line ${line}`, () => this.editor.goTo(line))]),
    );
  }

  /** Run both servers at this setting. */
  async run() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#ran = true;
    const { text } = this.editor;
    const setting = { latency_s: this.latency.value, rate_per_s: this.rate.value };
    this.#setBusy(true);
    const answer = await this.#asking("Running", text, setting);
    this.#setBusy(false);
    if (answer) {
      const yours = answer.runs[1];
      this.result.show(answer);
      this.result.element.hidden = false;
      this.#of.run = text;
      if (this.#of.verdict !== text) this.verdict.hidden = true;
      this.#finish(answer, sentence(yours), remarks(yours));
    }
    if (this.#again && !this.#closed) {
      this.#again = false;
      this.run();
    }
  }

  /** Ask the judge, a trial at a time: so each has the limit for itself. */
  async judge() {
    if (this.#busy) return;
    const { text } = this.editor;
    let broken = {};
    let answer;
    this.#setBusy(true);
    for (let number = 0; !answer?.verdict; number++) {
      const share = number / (answer?.of ?? 1);
      const words = answer ? `The judge: ${number} of ${answer.of} runs` : "The judge";
      answer = await this.#asking(words, text, { judge: number, broken }, share);
      if (!answer) break;
      broken = answer.broken;
    }
    this.#setBusy(false);
    this.#again = false;
    if (!answer) return;
    const { stopped, line, verdict, of } = answer;
    if (stopped) return this.#fault(`${stopped}.`, line, answer);
    this.verdict.replaceChildren(verdictList(verdict));
    this.verdict.hidden = false;
    this.#of.verdict = text;
    if (this.#of.run !== text) this.result.element.hidden = true;
    this.#finish(answer, verdictWords(verdict, of), []);
  }

  /**
   * What Python answers; null when there is nothing to show of it, and the reason has been said.
   * @param {string} words
   * @param {string} source
   * @param {Record<string, any>} question
   * @param {number} [share]
   */
  async #asking(words, source, question, share = 0) {
    const why = refusal();
    if (why) {
      this.#say(`It cannot be run here: ${why}.`);
      return null;
    }
    if (source.length > LONGEST) {
      this.#say(`Your text has ${source.length} characters; a bench takes ${LONGEST} at most.`);
      return null;
    }
    this.#say("");
    this.#progress(share, words);
    const answer = await python.ask(this.host.data.plan, { source, ...question });
    if (this.#closed) return null;
    if (answer.ended) {
      this.editor.mark([]);
      this.#say(
        `Stopped: ${answer.ended} Your text is as it was.`.replace(/([^.?])( Your text)/, "$1.$2"),
      );
      return null;
    }
    if (answer.error) {
      this.#say(answer.error);
      return null;
    }
    if (answer.fault) {
      this.#fault(answer.fault, answer.line, answer);
      return null;
    }
    return answer;
  }

  /** @param {string} words @param {number | null} line @param {any} answer */
  #fault(words, line, answer) {
    this.#print(answer.printed);
    this.editor.mark(line ? [{ line, words, severity: "error" }] : []);
    this.#say(line ? `Line ${line}: ${words}` : words, line);
  }

  /** @param {any} answer @param {string} words @param {Mark[]} marks */
  #finish(answer, words, marks) {
    this.#look();
    this.#print(answer.printed);
    /** @type {Mark[]} */
    const odd = answer.unawaited.map((/** @type {any} */ each) => ({
      ...each,
      severity: "warning",
    }));
    this.editor.mark([...marks, ...odd]);
    const [first] = odd;
    this.#say(
      first ? `${words} Line ${first.line}: ${first.words}` : words,
      first?.line ?? marks[0]?.line ?? null,
    );
  }

  /** @param {string} text */
  #print(text) {
    this.printed.hidden = !text;
    /** @type {HTMLElement} */ (this.printed.lastElementChild).textContent = text;
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    const root = /** @type {ShadowRoot} */ (this.host.shadowRoot);
    if (!busy && root.activeElement === this.stopButton) this.runButton.focus();
    this.stopButton.hidden = !busy;
    for (const each of [this.runButton, this.judgeButton]) {
      each.setAttribute("aria-disabled", String(busy));
    }
    if (!busy) this.progress.hidden = true;
  }

  #changed() {
    this.#look();
    if (this.#mine !== null && this.editor.text !== this.host.source) this.#forget();
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keep(), KEEP_MS);
  }

  /** Say of what stands below that it is of another text than this one. */
  #look() {
    const { text } = this.editor;
    const run = !this.result.element.hidden && this.#of.run !== text;
    const verdict = !this.verdict.hidden && this.#of.verdict !== text;
    const words = run || verdict ? OLD : "";
    if (this.old.textContent !== words) this.old.textContent = words;
  }

  #forget() {
    this.#mine = null;
    this.bookButton.textContent = "As in the book";
  }

  #keep() {
    if (!this.#keeping) return;
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const kept = this.host.keep(this.editor.text);
    const changed = this.editor.text !== this.host.source;
    const words = kept ? (changed ? "Your text is kept on this machine." : "") : NOT_KEPT;
    if (this.kept.textContent !== words) this.kept.textContent = words;
  }

  /** As in the book; pressed again, back to the reader's. */
  #restore() {
    const mine = this.#mine;
    if (mine !== null) {
      this.editor.replace(mine);
      this.#forget();
      return this.#say("Your text is back.");
    }
    const { text } = this.editor;
    if (text === this.host.source) return this.#say("It is as in the book already.");
    this.#mine = text;
    this.editor.mark([]);
    this.editor.replace(this.host.source);
    this.bookButton.textContent = "Back to mine";
    this.#say(
      "As in the book again. Back to mine brings your text back, until you change this one.",
    );
  }

  paint() {
    this.editor.paint(isDark());
    this.result.repaint();
  }

  close() {
    this.#keep();
    this.#closed = true;
    if (this.#busy) python.stop("the bench was closed");
    this.#leaving.abort();
    this.result.close();
    this.editor.view.destroy();
    python.leave();
  }
}
