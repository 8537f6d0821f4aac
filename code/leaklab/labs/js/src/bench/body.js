// What is seen of an open bench: its parts in their order, and what it says, prints and offers.

import { plain } from "../data.js";
import { button, h, Slider } from "../ui/dom.js";
import { download, toJupyterLab } from "./carry.js";
import * as python from "./python.js";
import { Result } from "./result.js";

/** @import { BenchData } from "../reader/code-bench/bench.js" */
/** @import { Editor } from "./editor.js" */
/** @import { OwnText } from "./own-text.js" */

/**
 * What the reader's hand sets going.
 * @typedef {{run: () => void, judge: () => void, turned: () => void}} Presses
 */

export class Body {
  /**
   * @param {BenchData} data
   * @param {Editor} editor
   * @param {OwnText} own
   * @param {Presses} presses
   */
  constructor(data, editor, own, { run, judge, turned }) {
    const { stops, start } = data;
    this.editor = editor;
    this.status = h("p", { class: "says", role: "status" });
    this.place = h("p", { class: "small", hidden: true });
    this.bar = h("progress", { max: 1, value: 0, "aria-label": "Progress" });
    this.barWords = h("span", {});
    this.progress = h("p", { class: "row small", hidden: true }, this.bar, this.barWords);
    this.runButton = button("Run", run);
    this.judgeButton = button("Judge", judge);
    this.stopButton = button("Stop", () => python.stop("you asked for it."), { hidden: true });
    this.latency = new Slider("Latency", stops.latency_s, (s) => `${plain(s)} s`, turned);
    this.rate = new Slider("Rate", stops.rate_per_s, (n) => `${plain(n)} a second`, turned);
    this.latency.near(start.latency_s);
    this.rate.near(start.rate_per_s);
    this.old = h("p", { class: "small old" });
    this.verdict = h("div", { hidden: true });
    this.result = new Result();
    this.printed = h(
      "details",
      { hidden: true },
      h("summary", {}, "What your code printed"),
      h("pre", { tabindex: 0 }),
    );
    this.element = this.#build(data, own);
  }

  /**
   * @param {BenchData} data
   * @param {OwnText} own
   */
  #build(data, own) {
    const out = [
      button("Download", () => download(data.file, this.editor.text)),
      button("Open in JupyterLab", () => this.say(toJupyterLab(this.editor.text, data))),
    ];
    const doing = [this.runButton, this.judgeButton, this.stopButton, own.bookButton];
    const limit = `The timeout is ${plain(data.plan.timeout_s)} s. Run asks both servers the same.`;
    return h(
      "div",
      { class: "on-screen" },
      h("p", { class: "title" }, data.title),
      h("div", { class: "editor" }, this.editor.view.dom),
      h("p", { class: "small keys" }, "Ctrl-Enter runs it. Escape, then Tab, leaves the editor."),
      h("div", { class: "row" }, ...doing, ...out),
      own.note,
      this.progress,
      this.status,
      this.place,
      h("div", { class: "knobs" }, this.latency.element, this.rate.element),
      h("p", { class: "small" }, limit),
      this.old,
      this.verdict,
      this.printed,
      this.result.element,
    );
  }

  /** What a run is asked. */
  get setting() {
    return { latency_s: this.latency.value, rate_per_s: this.rate.value };
  }

  /** @param {string} words @param {number | null} [line] */
  say(words, line = null) {
    this.status.textContent = words;
    this.place.hidden = line === null;
    this.place.replaceChildren(
      ...(line === null ? [] : [button(`Go to line ${line}`, () => this.editor.goTo(line))]),
    );
  }

  /** @param {number} share @param {string} words */
  goOn(share, words) {
    this.progress.hidden = false;
    this.bar.value = share;
    if (this.barWords.textContent !== words) this.barWords.textContent = words;
  }

  /** @param {string} text */
  print(text) {
    this.printed.hidden = !text;
    /** @type {HTMLElement} */ (this.printed.lastElementChild).textContent = text;
  }

  /** @param {boolean} busy */
  setBusy(busy) {
    const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
    if (!busy && root.activeElement === this.stopButton) this.runButton.focus();
    this.stopButton.hidden = !busy;
    for (const each of [this.runButton, this.judgeButton]) {
      each.setAttribute("aria-disabled", String(busy));
    }
    if (!busy) this.progress.hidden = true;
  }
}
