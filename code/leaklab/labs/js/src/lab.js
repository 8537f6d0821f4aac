// What all labs share: an element with a shadow root, knobs, one answer at a time, the theme.
//
// A lab asks its engine a question (the setting of its knobs) and shows the answer. It does not
// know which engine answers: runs recorded in the page, a notebook's kernel, or Pyodide.
// It is built once it is near the screen: a page with several loads no slower than with one.
// A subclass gives `recall`, `build` and `show`; see leak-lab/leak-lab.js.

import { tellFailed } from "./define.js";
import { HERE } from "./engines/notebook.js";
import { RecordedEngine } from "./engines/recorded.js";
import { button, h } from "./ui/dom.js";
import { names, readHash, writeHash } from "./ui/hash.js";
import styles from "./ui/lab.css";
import { followRoles, LIFT, lifted } from "./ui/lift.js";
import { isDark, themeStyles, watchTheme } from "./ui/theme.js";

/** @import { Answered, Engine } from "./engines/engine.js" */
/** @import { Failure, LabData } from "./made/wire.js" */
/** @import { Knob } from "./ui/dom.js" */
/** @import { Plot } from "./ui/plot.js" */

const NEAR = "50% 0px"; // of the screen, above and below it: there a lab begins to be built
const BUSY_MS = 1500; // without an answer: then it is said that one will come

const DATA = 'script[type="application/json"]';
const CONTROLS = "button, input, select, summary";

/**
 * What a control is called.
 * @param {Element & {labels?: NodeListOf<HTMLLabelElement> | null}} control
 */
const nameOf = (control) => (control.labels?.[0] ?? control).textContent;

/** Let the page see to its reader before it goes on. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {Answered<any>} answer
 * @returns {answer is Failure}
 */
const isFailure = (answer) => "error" in answer;

/**
 * @template {LabData} [D=any] its data
 * @template {Record<string, any>} [S=any] its setting: the value of each knob
 * @template [A=any] what it is answered
 * @template {Record<string, Knob>} [K=Record<string, Knob>] its knobs
 */
export class Lab extends HTMLElement {
  static label = "";
  static styles = "";
  /**
   * What leads a lab to more answers than it has; said by the door that defines the elements.
   * @type {(lab: Lab) => HTMLElement | null}
   */
  static offers = () => null;

  /** @type {Engine<D, S, A>} */
  engine;
  /** Where it goes: the same, but while an engine to switch to has not answered yet. */
  /** @type {Engine<D, S, A>} */
  next;
  /** @type {D} */
  data;
  /** @type {K} */
  knobs;
  /** The position of each knob, as last asked for. @type {S} */
  setting;
  /** @type {HTMLElement} */
  root;
  /** @type {HTMLElement} */
  says;
  /** What runs while the element is in a page. @type {AbortController | null} */
  #listening = null;
  /** Counts what was asked, so that an answer that comes too late is known. */
  turn = 0;
  /** The last turn whose answer is shown. */
  answered = 0;
  /** Waits until the element is near the screen. @type {AbortController | null} */
  #waiting = null;
  /** What a link asked for and no recorded stop gives; until the reader turns a knob. @type {Record<string, any> | null} */
  wished = null;
  /** Whether nothing was turned yet: a lab then tells no result. */
  opened = true;
  /** Says that the nearest stop is shown, and offers the wish. @type {HTMLElement} */
  between;
  /** What `offers` gave; it stays while engines change. @type {HTMLElement | null} */
  offer = null;

  /**
   * The recorded answer at the stops nearest to `question`.
   * @param {any} _data
   * @param {any} _question
   * @returns {any}
   */
  static recall(_data, _question) {}

  connectedCallback() {
    if (this.engine) this.listen();
    else if (this.querySelector(DATA)) this.#wait();
    this.dispatchEvent(new CustomEvent(HERE, { bubbles: true }));
  }

  disconnectedCallback() {
    this.#waiting?.abort();
    this.end();
  }

  /** Begin when the element is near the screen, is what the address names, or is to be printed. */
  #wait() {
    this.#waiting?.abort();
    const waiting = new AbortController();
    const { signal } = waiting;
    this.#waiting = waiting;
    const begin = (/** @type {boolean} */ pressing) => {
      waiting.abort();
      this.#begin(pressing);
    };
    const observer = new IntersectionObserver(
      (seen) => seen.some((each) => each.isIntersecting) && begin(false),
      { rootMargin: NEAR },
    );
    observer.observe(this);
    signal.addEventListener("abort", () => observer.disconnect());
    addEventListener("beforeprint", () => begin(true), { signal });
    addEventListener("hashchange", () => names(this.id) && begin(true), { signal });
    if (names(this.id)) begin(true);
  }

  /** @param {boolean} pressing whether nobody can wait */
  async #begin(pressing) {
    try {
      const data = JSON.parse(this.querySelector(DATA)?.textContent ?? "");
      if (!pressing) await breathe();
      if (this.engine || !this.isConnected) return;
      this.start(this.#recorded(data));
      if (names(this.id)) this.scrollIntoView({ block: "start" });
      this.dispatchEvent(new CustomEvent(HERE, { bubbles: true }));
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * It cannot go on: what the build put inside of the element stands in its place.
   * @param {unknown} error
   */
  fail(error) {
    console.error(`${this.localName} ${this.id} could not go on:`, error);
    try {
      this.end();
    } catch {
      // what is half built may not be able to end either
    }
    this.shadowRoot?.replaceChildren(document.createElement("slot"));
    tellFailed(this);
  }

  /** @param {D} data */
  #recorded(data) {
    const { recall } = /** @type {typeof Lab} */ (this.constructor);
    return new RecordedEngine(data, recall);
  }

  /**
   * Begin with an engine, whichever it is, where the lab's data or the hash say.
   * @param {Engine<D, S, A>} engine
   */
  start(engine) {
    this.take(engine);
    const given = readHash(this.id, this.knobs);
    this.opened = Object.keys(given).length === 0;
    this.set({ ...this.data.start, ...given });
    this.wish(given);
  }

  /**
   * Say so when a link asks for what is not recorded, and offer to run it.
   * @param {Record<string, any>} given
   */
  wish(given) {
    const missed = Object.entries(given).filter(([name, value]) => {
      const here = this.knobs[name]?.value;
      return typeof here === "number" && Math.abs(here - value) > 1e-9 * Math.abs(value);
    });
    this.wished = missed.length && !this.engine.any ? { ...this.positions, ...given } : null;
    this.between.hidden = !this.wished;
    this.between.replaceChildren();
    if (!this.wished) return;
    const run = this.offer?.querySelector("button:not([hidden])");
    const words = missed.map(([name, value]) => {
      const knob = /** @type {any} */ (this.knobs[name]);
      return `${knob.label ?? name} ${knob.words?.(value) ?? value}`;
    });
    this.between.replaceChildren(
      `The link asks for ${words.join(", ")}, which is not among the recorded runs: the nearest is shown. `,
      ...(run ? [button("Run it as the link asks", () => /** @type {any} */ (run).click())] : []),
    );
  }

  /**
   * Build everything for this engine.
   * @param {Engine<D, S, A>} engine
   */
  take(engine) {
    const { label, styles: own, offers } = /** @type {typeof Lab} */ (this.constructor);
    this.engine = this.next = engine;
    this.data = engine.data;
    this.dataset.lmSuppressShortcuts = "true"; // JupyterLab: arrow keys are the sliders' here
    const shadow = this.shadowRoot || this.attachShadow({ mode: "open" });
    this.says = h("p", { class: "says", role: "status" });
    this.between = h("p", { class: "between", hidden: true });
    const name = [label, this.id].filter(Boolean).join(": "); // two on a page differ
    this.root = h("section", { "aria-label": name, class: "lab" }, ...this.build());
    this.root.dataset.any = String(engine.any);
    this.offer ??= offers(this);
    this.root.append(this.between);
    if (this.offer) this.root.append(this.offer);
    this.dataset.built = "true";
    shadow.replaceChildren(h("style", {}, themeStyles() + styles + own), this.root);
    if (this.isConnected) this.listen();
  }

  /**
   * Go on with another engine, at the same setting; what is shown stays until it has answered.
   * @param {Engine<D, S, A>} engine
   */
  async switchTo(engine) {
    this.next = engine;
    const asked = /** @type {S} */ (this.wished ?? this.positions);
    const answer = await engine.ask(asked);
    if (this.next !== engine) return; // yet another one was wanted meanwhile
    const now = this.wished ?? this.positions;
    const held = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement ?? null);
    const called = held && nameOf(held);
    const kept = this.keep();
    this.end(); // what was built for the last engine
    this.take(engine);
    this.wished = null;
    for (const [each, knob] of Object.entries(this.knobs)) knob.near(now[each]);
    const same = Object.entries(asked).every(([each, value]) => this.positions[each] === value);
    this.restore(kept);
    if (!same || !answer) this.update();
    else this.answer(answer, this.begin());
    if (held) this.#focus(held, called);
  }

  /**
   * The focus goes where it was: to what was held, or to what is called so now.
   * @param {HTMLElement} held
   * @param {string | null} called
   */
  #focus(held, called) {
    const controls = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(CONTROLS)]);
    const visible = controls.filter((each) => each.checkVisibility?.() ?? true);
    const same = visible.find((each) => each === held || nameOf(each) === called);
    (same ?? visible[0])?.focus({ preventScroll: true });
  }

  /** Its engine will not answer any more: go on with what was recorded. */
  fallBack() {
    return this.switchTo(this.#recorded(this.next.data));
  }

  /** Follow the page: its theme, its width, its address. */
  listen() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const chart of this.charts) chart.open();
    const paint = () => {
      this.root.dataset.dark = String(isDark());
      this.fit();
    };
    watchTheme(paint, signal);
    const resized = new ResizeObserver(() => this.fit());
    resized.observe(this);
    signal.addEventListener("abort", () => resized.disconnect());
    const hidden = () => document.hidden && this.rest();
    document.addEventListener("visibilitychange", hidden, { signal });
    const hash = () => {
      const given = readHash(this.id, this.knobs);
      if (names(this.id)) this.scrollIntoView({ block: "start" });
      if (!Object.keys(given).length) return;
      this.opened = false;
      this.set({ ...this.setting, ...given });
      this.wish(given);
    };
    addEventListener("hashchange", hash, { signal });
    const role = () => {
      this.root.dataset.lift = lifted() ?? "";
      for (const chart of this.charts) chart.again();
    };
    document.addEventListener(LIFT, role, { signal });
    followRoles(this.root, signal);
    paint();
  }

  /** Nothing moves, listens or draws any more; `listen` begins again. */
  end() {
    this.rest();
    this.#listening?.abort();
    if (this.#listening) for (const chart of this.charts) chart.close();
    this.#listening = null;
  }

  /** The positions of all knobs, by name. @returns {S} */
  get positions() {
    const values = Object.entries(this.knobs).map(([name, knob]) => [name, knob.value]);
    return Object.fromEntries(values);
  }

  /**
   * Put the knobs at the stops nearest to `setting` and show what it gives.
   * @param {Record<string, any>} setting
   */
  set(setting) {
    for (const [name, knob] of Object.entries(this.knobs)) knob.near(setting[name]);
    return this.update();
  }

  /** A knob was turned by hand. */
  turned() {
    this.opened = false;
    this.wished = null;
    this.between.hidden = true;
    this.share();
    return this.update();
  }

  /** Write the setting into the address bar. */
  share() {
    writeHash(this.id, this.positions);
  }

  reset() {
    this.opened = true;
    this.between.hidden = true;
    this.wished = null;
    this.set(this.data.start);
    this.share();
  }

  async update() {
    const turn = this.begin();
    try {
      let answer = this.ask(this.setting);
      if (answer instanceof Promise) answer = await this.#patiently(answer, turn);
      if (answer && this.turn === turn) this.answer(answer, turn); // else a newer one is asked for
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * The answer, which may take its time: a recorded one is there at once, a kernel may be busy.
   * @param {Promise<Answered<A> | null>} answer
   * @param {number} turn
   */
  async #patiently(answer, turn) {
    const late = setTimeout(() => {
      if (this.turn === turn && this.engine.busy) this.says.textContent = this.engine.busy;
    }, BUSY_MS);
    try {
      return await answer;
    } finally {
      clearTimeout(late);
    }
  }

  /** A new turn, at the knobs' positions. Gives its number. */
  begin() {
    this.setting = this.positions;
    this.turning(this.setting);
    return ++this.turn;
  }

  /**
   * @param {Answered<A>} answer
   * @param {number} turn
   */
  answer(answer, turn) {
    if (isFailure(answer)) this.says.textContent = answer.error;
    else this.show(answer, this.setting);
    this.answered = turn;
  }

  /** Whatever is still being asked is not wanted any more. */
  forget() {
    this.turn += 1;
  }

  // ---- for subclasses ----

  /**
   * The lab's parts, from top to bottom; fills `knobs`.
   * @returns {HTMLElement[]}
   */
  build() {
    return [];
  }

  /**
   * What `setting` gives: at once, later, or null when no answer is wanted.
   * @param {S} setting
   * @returns {ReturnType<Engine<D, S, A>["ask"]> | null}
   */
  ask(setting) {
    return this.engine.ask(setting);
  }

  /**
   * Called before the engine is asked.
   * @param {S} _setting
   */
  turning(_setting) {}

  /**
   * Show the answer to `setting`.
   * @param {A} _answer
   * @param {S} _setting
   */
  show(_answer, _setting) {}

  /** What stays as the reader has it while engines change, besides the knobs. @returns {any} */
  keep() {}

  /**
   * Put back what `keep` gave.
   * @param {any} _kept
   */
  restore(_kept) {}

  /** The charts to open and to close with the element. @returns {Plot[]} */
  get charts() {
    return [];
  }

  /** Stop what moves by itself: the tab is hidden, or the element left the page. */
  rest() {}

  /** The width, or light and dark, have changed: draw again. */
  fit() {}
}
