// What all labs share: an element with a shadow root, knobs, one answer at a time, one engine or
// another. A lab asks its engine a question (the setting of its knobs) and shows the answer. It does
// not know which engine answers: runs recorded in the page, a notebook's kernel, or Pyodide.
//
// From top to bottom: it begins (`start`, `take`), changes its engine (`switchTo`), follows the page
// (`listen`, `end`), is turned (`set`, `turned`, `reset`) and answered (`update`, `show`). Elsewhere:
//   lab-parts.js           what a subclass has and gives, such as leak-lab/leak-lab.js
//   ui/near.js             when it begins: near the screen, named by the address, or to be printed
//   ui/follow.js           what it follows of the page
//   ui/hash.js             its setting in the address bar
//   ui/wish.js             what a link asks for that is not recorded
//   ui/focus.js            the focus, while all is built again for another engine
//   engines/               who answers; patiently.js says when an answer takes long
//   ui/dom.js, ui/more.js  its knobs, and those that are folded

import { tellFailed } from "./define.js";
import { HERE } from "./engines/notebook.js";
import { patiently } from "./engines/patiently.js";
import { RecordedEngine } from "./engines/recorded.js";
import { LabParts } from "./lab-parts.js";
import { h } from "./ui/dom.js";
import { holdFocus } from "./ui/focus.js";
import { followPage } from "./ui/follow.js";
import { bring, names, readHash, writeHash } from "./ui/hash.js";
import styles from "./ui/lab.css";
import { whenNear } from "./ui/near.js";
import { themeStyles } from "./ui/theme.js";
import { Wish } from "./ui/wish.js";

/** @import { Answered, Engine } from "./engines/engine.js" */
/** @import { Failure, LabData } from "./made/wire.js" */
/** @import { Knob } from "./ui/dom.js" */

const FIRST = "input, select, summary, button"; // of what a lab has to turn
const DATA = 'script[type="application/json"]';

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
 * @extends {LabParts<D, S, A, K>}
 */
export class Lab extends LabParts {
  /**
   * What leads a lab to more answers than it has; said by the door that defines the elements.
   * @type {(lab: Lab) => HTMLElement | null}
   */
  static offers = () => null;
  /** Whether it waits until it is near the screen; said there, too. */
  static waits = true;

  /** The engine; or one to switch to, which has not answered yet. @type {Engine<D, S, A>} */
  next;
  /** What runs while the element is in a page. @type {AbortController | null} */
  #listening = null;
  /** Counts what was asked, so that an answer that comes too late is known. */
  turn = 0;
  /** The last turn whose answer is shown. */
  answered = 0;
  /** Waits until the element is near the screen. @type {AbortController | null} */
  #waiting = null;
  /** What a link asks for that is not recorded. */
  wish = new Wish();
  /** Whether nothing was turned yet: a lab then tells no result. */
  opened = true;
  /** What `offers` gave; it stays while engines change. @type {HTMLElement | null} */
  offer = null;

  connectedCallback() {
    if (this.engine) this.listen();
    else if (this.querySelector(DATA)) this.#wait();
    this.dispatchEvent(new CustomEvent(HERE, { bubbles: true }));
  }

  disconnectedCallback() {
    this.#waiting?.abort();
    this.end();
  }

  #wait() {
    if (!(/** @type {typeof Lab} */ (this.constructor).waits)) return this.#begin();
    this.#waiting?.abort();
    this.#waiting = new AbortController();
    whenNear(this, () => this.#begin(), this.#waiting.signal);
  }

  #begin() {
    if (this.engine) return;
    try {
      const data = JSON.parse(this.querySelector(DATA)?.textContent ?? "");
      const held = this.contains(document.activeElement); // a wide table is scrolled by keys
      this.start(this.#recorded(data));
      if (held) /** @type {HTMLElement | null} */ (this.root.querySelector(FIRST))?.focus();
      if (names(this.id)) bring(this);
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
    this.wish.make(given, this);
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
    this.root.append(this.wish.element);
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
    const asked = /** @type {S} */ (this.wish.setting ?? this.positions);
    const answer = await engine.ask(asked);
    if (this.next !== engine) return; // yet another one was wanted meanwhile
    const now = this.wish.setting ?? this.positions;
    const focusOn = holdFocus(this.shadowRoot);
    const kept = this.keep();
    this.end(); // what was built for the last engine
    this.take(engine);
    this.wish.drop();
    for (const [each, knob] of Object.entries(this.knobs)) knob.near(now[each]);
    const same = Object.entries(asked).every(([each, value]) => this.positions[each] === value);
    this.restore(kept);
    if (!same || !answer) this.update();
    else this.answer(answer, this.begin());
    focusOn(this.root);
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
    const lifted = () => {
      for (const chart of this.charts) chart.again();
    };
    const [fit, hidden] = [() => this.fit(), () => this.rest()];
    followPage(this, this.root, { fit, lifted, hidden, linked: () => this.#linked() }, signal);
  }

  /** The address has changed: go where it says, and turn what it names. */
  #linked() {
    const given = readHash(this.id, this.knobs);
    if (names(this.id)) bring(this);
    if (!Object.keys(given).length) return;
    this.opened = false;
    this.set({ ...this.setting, ...given });
    this.wish.make(given, this);
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
    this.wish.drop();
    this.share();
    return this.update();
  }

  /** Write the setting into the address bar. */
  share() {
    writeHash(this.id, this.positions);
  }

  reset() {
    this.opened = true;
    this.wish.drop();
    this.set(this.data.start);
    this.share();
  }

  async update() {
    const turn = this.begin();
    try {
      let answer = this.ask(this.setting);
      if (answer instanceof Promise) answer = await patiently(answer, () => this.#late(turn));
      if (answer && this.turn === turn) this.answer(answer, turn); // else a newer one is asked for
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {number} turn whose answer takes long */
  #late(turn) {
    if (this.turn === turn && this.engine.busy) this.says.textContent = this.engine.busy;
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
}
