// What all labs share: an element with a shadow root, knobs, one answer at a time, the theme.
//
// A lab asks its engine a question (the setting of its knobs) and shows the answer. It does not
// know which engine answers: runs recorded in the page, a notebook's kernel, or Pyodide.
// A subclass gives `recall`, `build` and `show`; see leak-lab/leak-lab.js.

import { HERE } from "./engines/notebook.js";
import { RecordedEngine } from "./engines/recorded.js";
import { h } from "./ui/dom.js";
import { readHash, writeHash } from "./ui/hash.js";
import styles from "./ui/lab.css";
import { isDark, themeStyles, watchTheme } from "./ui/theme.js";

/** @import { Answered, Engine } from "./engines/engine.js" */
/** @import { Failure, LabData } from "./made/wire.js" */
/** @import { Knob } from "./ui/dom.js" */
/** @import { Plot } from "./ui/plot.js" */

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
    const source = this.querySelector('script[type="application/json"]');
    if (this.engine) this.listen();
    else if (source) this.start(this.#recorded(JSON.parse(source.textContent ?? "")));
    this.dispatchEvent(new CustomEvent(HERE, { bubbles: true }));
  }

  disconnectedCallback() {
    this.end();
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
    this.set({ ...this.data.start, ...readHash(this.id, this.knobs) });
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
    const name = [label, this.id].filter(Boolean).join(": "); // two on a page differ
    this.root = h("section", { "aria-label": name, class: "lab" }, ...this.build());
    this.root.dataset.any = String(engine.any);
    this.offer ??= offers(this);
    if (this.offer) this.root.append(this.offer);
    shadow.replaceChildren(h("style", {}, themeStyles() + styles + own), this.root);
    if (this.isConnected) this.listen();
  }

  /**
   * Go on with another engine, at the same setting; what is shown stays until it has answered.
   * @param {Engine<D, S, A>} engine
   */
  async switchTo(engine) {
    this.next = engine;
    const asked = this.positions;
    const answer = await engine.ask(asked);
    if (this.next !== engine) return; // yet another one was wanted meanwhile
    const now = this.positions;
    const held = this.shadowRoot?.activeElement ?? null;
    const name = Object.keys(this.knobs).find((each) => this.knobs[each].element.contains(held));
    this.end(); // what was built for the last engine
    this.take(engine);
    for (const [each, knob] of Object.entries(this.knobs)) knob.near(now[each]);
    const same = Object.entries(asked).every(([each, value]) => this.positions[each] === value);
    if (!same || !answer) this.update();
    else this.answer(answer, this.begin());
    const place = name ? this.knobs[name].element : this.root;
    const control = /** @type {HTMLElement | null} */ (
      place.querySelector("input, select, button")
    );
    if (held) control?.focus({ preventScroll: true });
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
      if (Object.keys(given).length) this.set({ ...this.setting, ...given });
    };
    addEventListener("hashchange", hash, { signal });
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
    this.share();
    return this.update();
  }

  /** Write the setting into the address bar. */
  share() {
    writeHash(this.id, this.positions);
  }

  reset() {
    this.set(this.data.start);
    this.share();
  }

  async update() {
    const turn = this.begin();
    let answer = this.ask(this.setting);
    if (answer instanceof Promise) answer = await answer; // a recorded answer is there at once
    if (answer && this.turn === turn) this.answer(answer, turn); // else a newer one is asked for
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

  /** The charts to open and to close with the element. @returns {Plot[]} */
  get charts() {
    return [];
  }

  /** Stop what moves by itself: the tab is hidden, or the element left the page. */
  rest() {}

  /** The width, or light and dark, have changed: draw again. */
  fit() {}
}
