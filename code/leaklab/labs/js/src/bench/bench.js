// A bench that is open: what is edited, what Python is asked, and what came of it.
//
// Here it is decided what follows on a press. Each part has a module of its own:
//   editor.js    the text, as CodeMirror shows it
//   own-text.js  the reader's text as it is kept, and the book's in its place
//   asking.js    a question to Python, its limits, its faults, the judge's loop
//   python.js    the worker that is asked, and that may have to be ended
//   limit.js     how long it may take to answer
//   body.js      all that is seen, in its order; what it says
//   result.js    both servers' tasks over time; words.js and judge.js tell of them in words
//   carry.js     the text on its way out: a file, or JupyterLab

import { refusal } from "../engines/page.js";
import { h } from "../ui/dom.js";
import { isDark } from "../ui/theme.js";
import { ask, askJudge } from "./asking.js";
import styles from "./bench.css";
import { Body } from "./body.js";
import { Editor } from "./editor.js";
import { verdictList, verdictWords } from "./judge.js";
import { OwnText } from "./own-text.js";
import * as python from "./python.js";
import { plotStyles } from "./result.js";
import { remarks, sentence } from "./words.js";

/** @import { Bench as BenchType, BenchHost } from "../reader/code-bench/bench.js" */
/** @import { Mark } from "./editor.js" */

const OLD = "You have changed the text since. What stands below is of the one before.";

/** @implements {BenchType} */
export class Bench {
  #busy = false;
  #again = false; // a slider was moved while a run was under way
  #ran = false;
  #closed = false;
  /** The texts that what stands below is of. */
  #of = { run: "", verdict: "" };
  #leaving = new AbortController();

  /** @param {BenchHost} host */
  constructor(host) {
    this.host = host;
    const kept = host.kept();
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    const name = `${host.data.title}, Python source`;
    this.editor = new Editor(kept?.text ?? host.source, name, root, () => this.#changed());
    this.own = new OwnText(host, kept, this.editor, (words) => this.body.say(words));
    this.body = new Body(host.data, this.editor, this.own, {
      run: () => this.run(),
      judge: () => this.judge(),
      turned: () => this.#ran && this.run(),
    });
    this.parts = [h("style", {}, plotStyles + styles), this.body.element];
  }

  begin() {
    const { signal } = this.#leaving;
    const { result } = this.body;
    const resized = new ResizeObserver(() => result.fit());
    resized.observe(result.element);
    signal.addEventListener("abort", () => resized.disconnect());
    addEventListener("pagehide", () => this.own.keep(), { signal });
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
    const { body } = this;
    const why = refusal();
    if (why) return body.say(`You can edit and download here, but not run: ${why}.`);
    body.goOn(0, "Loading Python");
    try {
      await python.start(({ share, words }) => body.goOn(share, words));
      body.say("Python is ready. Run shows the book's server beside yours.");
    } catch (error) {
      body.say(`Python did not start: ${/** @type {Error} */ (error).message}. Run tries again.`);
    }
    if (!this.#busy) body.progress.hidden = true;
  }

  /** Run both servers at this setting. */
  async run() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#ran = true;
    const { text } = this.editor;
    const { setting, result, verdict } = this.body;
    this.#setBusy(true);
    const answer = await this.#ask("Running", text, setting);
    this.#setBusy(false);
    if (answer) {
      const yours = answer.runs[1];
      result.show(answer);
      this.#of.run = text;
      if (this.#of.verdict !== text) verdict.hidden = true;
      this.#finish(answer, sentence(yours), remarks(yours));
    }
    if (this.#again && !this.#closed) {
      this.#again = false;
      this.run();
    }
  }

  /** Have the judge try the text, to its verdict. */
  async judge() {
    if (this.#busy) return;
    const { text } = this.editor;
    this.#setBusy(true);
    const answer = await askJudge((words, question, share) =>
      this.#ask(words, text, question, share),
    );
    this.#setBusy(false);
    this.#again = false;
    if (!answer) return;
    const { stopped, line, verdict, of, printed } = answer;
    if (stopped) return this.#fault(`${stopped}.`, line, printed);
    this.body.verdict.replaceChildren(verdictList(verdict));
    this.body.verdict.hidden = false;
    this.#of.verdict = text;
    if (this.#of.run !== text) this.body.result.element.hidden = true;
    this.#finish(answer, verdictWords(verdict, of), []);
  }

  /**
   * What Python answers; null when there is nothing to show of it, and the reason has been said.
   * @param {string} words
   * @param {string} source
   * @param {Record<string, any>} question
   * @param {number} [share]
   */
  async #ask(words, source, question, share = 0) {
    const reply = await ask(this.host.data.plan, source, question, () => {
      this.body.say("");
      this.body.goOn(share, words);
    });
    if (this.#closed) return null;
    if ("answer" in reply) return reply.answer;
    const { words: why, place, stopped } = reply.failure;
    if (stopped) this.editor.mark([]);
    if (place) this.#fault(why, place.line, place.printed);
    else this.body.say(why);
    return null;
  }

  /** @param {string} words @param {number | null} line @param {string} printed */
  #fault(words, line, printed) {
    this.body.print(printed);
    this.editor.mark(line ? [{ line, words, severity: "error" }] : []);
    this.body.say(line ? `Line ${line}: ${words}` : words, line);
  }

  /** @param {any} answer @param {string} words @param {Mark[]} marks */
  #finish(answer, words, marks) {
    this.#look();
    this.body.print(answer.printed);
    /** @type {Mark[]} */
    const odd = answer.unawaited.map((/** @type {any} */ each) => ({
      ...each,
      severity: "warning",
    }));
    this.editor.mark([...marks, ...odd]);
    const [first] = odd;
    this.body.say(
      first ? `${words} Line ${first.line}: ${first.words}` : words,
      first?.line ?? marks[0]?.line ?? null,
    );
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    this.body.setBusy(busy);
  }

  #changed() {
    this.#look();
    this.own.changed();
  }

  /** Say of what stands below that it is of another text than this one. */
  #look() {
    const { text } = this.editor;
    const { result, verdict, old } = this.body;
    const changed =
      (!result.element.hidden && this.#of.run !== text) ||
      (!verdict.hidden && this.#of.verdict !== text);
    const words = changed ? OLD : "";
    if (old.textContent !== words) old.textContent = words;
  }

  paint() {
    this.editor.paint(isDark());
    this.body.result.repaint();
  }

  close() {
    this.own.keep();
    this.#closed = true;
    if (this.#busy) python.stop("the bench was closed");
    this.#leaving.abort();
    this.body.result.close();
    this.editor.view.destroy();
    python.leave();
  }
}
