// An exercise, answered in the page: a number, a choice, or a line of Python. What the reader gave,
// the hints taken and a solution that was looked at are kept on the reader's machine.

import { refusal } from "../../engines/page.js";
import { button, h } from "../../ui/dom.js";
import { isDark, themeStyles, watchTheme } from "../../ui/theme.js";
import { placeOf } from "../place.js";
import { read, watch, write } from "../store.js";
import styles from "./answer-box.css";
import { judgeChoice, judgeNumber, turned } from "./judge.js";
import { asKept, NOTHING } from "./kept.js";
import { gradeInPage } from "./python.js";
import { plain, readNumber } from "./read-number.js";

/** @import { Progress } from "../../engines/worker-messages.js" */
/** @import { Known, Verdict } from "./judge.js" */
/** @import { Kept } from "./kept.js" */

const LONGEST = 1000; // characters of an answer
const TRIES = 2; // wrong ones, after which the next hint comes by itself
const HINTS = ["First hint", "Second hint"];
const NO_HOST = "This line is checked by the page's own Python, and";
const STILL = "In JupyterLab it can be checked; the hints and the solution are here.";
let ids = 0;

export class AnswerBox extends HTMLElement {
  /** @type {Known} */
  known;
  kept = NOTHING;
  drawn = false;
  /** @type {HTMLElement} */
  root;
  /** @type {HTMLElement} */
  state;
  /** @type {HTMLElement} */
  says;
  /** @type {HTMLElement} */
  hints;
  /** The button for the next hint, or the solution. @type {HTMLButtonElement} */
  more;
  /** @type {HTMLButtonElement} */
  go;
  /** @type {HTMLInputElement} */
  input;
  /** @type {HTMLInputElement[]} */
  radios = [];
  /** @type {HTMLElement} */
  solution;
  /** What runs while the element is in a page. @type {AbortController | null} */
  #listening = null;
  /** The check that is under way. @type {AbortController | null} */
  #checking = null;

  connectedCallback() {
    if (this.known) return this.#listen();
    const source = this.querySelector('script[type="application/json"]');
    if (!source) return;
    this.known = JSON.parse(source.textContent ?? "");
    if (this.known.kind === "python" && !this.known.loads) return; // a notebook's: its kernel checks
    this.#build();
    this.#listen();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#checking?.abort();
    this.#listening = null;
  }

  #listen() {
    if (!this.root || this.#listening) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const paint = () => {
      this.root.dataset.dark = String(isDark());
    };
    watchTheme(paint, signal);
    watch(() => this.#recall(), signal);
    addEventListener("beforeprint", () => this.#show(true), { signal });
    addEventListener("afterprint", () => this.#show(this.kept.shown), { signal });
    paint();
    this.#recall();
  }

  #build() {
    const { title, kind, unit, wanted, loads, recorded } = this.known;
    this.dataset.lmSuppressShortcuts = "true"; // JupyterLab: letters are typed here
    this.state = h("span", { class: "state" });
    this.says = h("p", { class: "says", role: "status" });
    this.hints = h("div", { class: "hints", "aria-live": "polite" });
    this.more = button("", () => this.#more());
    this.go = h("button", { type: "submit" }, "Check");
    const id = `answer-${++ids}`;
    const label = kind === "python" ? `Your line of Python: ${wanted}` : `Your answer (${unit})`;
    this.input = h("input", {
      id,
      type: "text",
      maxlength: LONGEST,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      inputmode: kind === "number" ? "numeric" : null,
    });
    const asked =
      kind === "choice" ? [this.#choices()] : [h("label", { for: id }, label), this.input];
    const why = kind === "python" ? refusal() : null;
    const about = why
      ? `${NO_HOST} ${why}. ${STILL}`
      : `${recorded ? "Python checks it in this page, by recorded runs" : "Real trio checks it in this page"}; the first check loads Python (${loads}).`;
    const form = h(
      "form",
      {
        class: kind,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.#submit();
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Enter" || event.isComposing || event.target === this.go) return;
          event.preventDefault(); // JupyterLab takes this key from forms
          event.stopPropagation();
          if (!this.#checking) this.#submit(); // the button alone stops a check
        },
      },
      ...asked,
      this.go,
    );
    this.go.hidden = Boolean(why);
    this.root = h(
      "section",
      { class: "lab", "aria-label": `Exercise: ${title}` },
      h("p", { class: "head" }, h("span", {}, title), this.state),
      form,
      ...(kind === "python" ? [h("p", { class: "small" }, about)] : []),
      this.says,
      this.hints,
      h("div", { class: "row" }, this.more),
      h("slot", { name: "solution" }),
    );
    const shadow = this.attachShadow({ mode: "open" });
    shadow.append(h("style", {}, themeStyles() + styles), this.root);
  }

  /** Radio buttons with the words of the list that stands in the page, or numbers alone. */
  #choices() {
    const words = [...this.querySelectorAll("ol > li")].map((item) => item.textContent?.trim());
    const name = `choice-${++ids}`;
    this.radios = (this.known.choices ?? []).map((value) =>
      h("input", { type: "radio", name, value }),
    );
    const labels = this.radios.map((radio, n) =>
      h("label", {}, radio, h("span", {}, [radio.value, words[n]].filter(Boolean).join(". "))),
    );
    return h("fieldset", {}, h("legend", {}, "Your answer"), ...labels);
  }

  get given() {
    if (this.known.kind !== "choice") return this.input.value.slice(0, LONGEST);
    return this.radios.find((radio) => radio.checked)?.value ?? "";
  }

  set given(/** @type {string} */ text) {
    for (const radio of this.radios) radio.checked = radio.value === text;
    if (this.input.value !== text) this.input.value = text;
  }

  /** @param {string} text @param {boolean} [right] */
  #say(text, right = false) {
    this.says.dataset.right = String(right);
    if (this.says.textContent !== text) this.says.textContent = text;
  }

  async #submit() {
    if (this.#checking) return this.#checking.abort();
    const { given } = this;
    const verdict = this.known.kind === "python" ? await this.#run(given) : this.#judge(given);
    if (!verdict) return;
    const { right, text } = verdict;
    const tries = this.kept.tries + (right ? 0 : 1);
    const hints = right ? this.kept.hints : Math.max(this.kept.hints, Math.floor(tries / TRIES));
    this.#keep({ given, right, said: text, tries, hints: Math.min(hints, HINTS.length) });
  }

  /**
   * The verdict on a number or a choice; null, with a word about it, when it is neither.
   * @param {string} given
   * @returns {Verdict | null}
   */
  #judge(given) {
    const { known } = this;
    if (known.kind === "choice") {
      if (given) return judgeChoice(known, Number(given));
      this.#say("Nothing is chosen yet: choose one of the answers.");
      return null;
    }
    const { number, why } = readNumber(given, known.unit ?? "", known.limit ?? 0);
    if (number !== undefined) return judgeNumber(known, number);
    this.#say(why);
    return null;
  }

  /**
   * The verdict of the page's Python; null, with a word about it, when there is none.
   * @param {string} given
   */
  async #run(given) {
    const text = this.#line(given);
    if (!text) {
      this.#say(`Nothing is there yet: write ${this.known.wanted}.`);
      return null;
    }
    this.#checking = new AbortController();
    const { signal } = this.#checking;
    this.go.textContent = "Stop";
    try {
      const tell = (/** @type {Progress | null} */ how) => {
        if (signal.aborted) return;
        this.#say(how ? `${how.words}: ${Math.round(how.share * 10) * 10} %` : "Running.");
      };
      const { id, recorded = null } = this.known;
      return await gradeInPage({ id, text, recorded }, tell, signal);
    } catch (error) {
      this.#say(`No verdict: ${/** @type {Error} */ (error).message}.`);
      return null;
    } finally {
      this.#checking = null;
      this.go.textContent = "Check";
    }
  }

  /**
   * Straight quotes, and where a number is asked for 1,000 or 10 s as Python has it.
   * @param {string} given
   */
  #line(given) {
    const { unit } = this.known;
    const number = unit ? readNumber(given, unit, Number.MAX_SAFE_INTEGER).number : undefined;
    return number === undefined ? plain(given) : String(number);
  }

  /** The next hint; after them the solution, there and gone. */
  #more() {
    if (this.kept.hints < HINTS.length && !this.kept.right) {
      this.#keep({ hints: this.kept.hints + 1 });
    } else {
      this.#keep({ shown: !this.kept.shown });
    }
  }

  /** @param {Partial<Kept>} now */
  #keep(now) {
    this.kept = { ...this.kept, ...now };
    const { id, title } = this.known;
    write("answer", id, { ...this.kept, title, href: placeOf(this.id) });
    this.#draw();
  }

  /** What is kept, here or by another tab; what was erased is forgotten. */
  #recall() {
    const kept = asKept(read("answer", this.known.id));
    if (this.drawn && JSON.stringify(kept) === JSON.stringify(this.kept)) return;
    this.kept = kept;
    this.given = kept.given.slice(0, LONGEST);
    this.#draw();
  }

  #draw() {
    const { kept } = this;
    this.drawn = true;
    const again = kept.said && this.known.kind !== "python" ? this.#judge(kept.given) : null;
    const { right, text } = again ?? { right: kept.right, text: kept.said };
    this.#say(text, right);
    this.state.textContent = right ? "✓ Solved" : "";
    const shown = this.known.hints.slice(0, kept.hints).map(turned);
    while (this.hints.childElementCount > shown.length) this.hints.lastChild?.remove();
    for (const words of shown.slice(this.hints.childElementCount)) {
      this.hints.append(h("p", {}, words));
    }
    const hint = right ? undefined : HINTS[kept.hints];
    this.more.textContent = hint ?? (kept.shown ? "Hide the solution" : "Show the solution");
    const held = this.shadowRoot?.activeElement === this.more;
    this.more.hidden = !hint && !this.known.solution;
    if (held && this.more.hidden) this.go.focus();
    if (hint) this.more.removeAttribute("aria-expanded");
    else this.more.setAttribute("aria-expanded", String(kept.shown));
    this.#show(kept.shown);
  }

  /** @param {boolean} shown */
  #show(shown) {
    const { solution } = this.known;
    if (!solution) return;
    if (!this.solution && shown) {
      this.solution = h("div", { slot: "solution", class: "solution" });
      this.solution.innerHTML = turned(solution);
      this.append(this.solution);
    }
    if (this.solution) this.solution.hidden = !shown;
  }
}
