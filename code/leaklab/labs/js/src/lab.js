// What all labs share: an element with a shadow root, knobs, one answer at a time, the theme.
//
// A lab asks its engine a question (the setting of its knobs) and shows the answer. It does not
// know which engine answers: runs recorded in the page, a notebook's kernel, or Pyodide.
// A subclass gives `build`, `recall` and `show`; see leak-lab.js.

import { RecordedEngine } from "./engines/recorded.js";
import { runHere } from "./engines/run-here.js";
import { h } from "./ui/dom.js";
import { readHash, writeHash } from "./ui/hash.js";
import styles from "./ui/lab.css";
import { isDark, watchTheme } from "./ui/theme.js";

export class Lab extends HTMLElement {
  connectedCallback() {
    if (this.engine) return this.listen();
    const source = this.querySelector('script[type="application/json"]');
    if (source)
      this.start(new RecordedEngine(JSON.parse(source.textContent), this.constructor.recall));
  }

  /** Begin with an engine, whichever it is, where the lab's data or the hash say. */
  start(engine) {
    this.take(engine);
    this.set({ ...this.data.start, ...readHash(this.id, this.knobs) });
  }

  /** Build everything for this engine. */
  take(engine) {
    this.engine = engine;
    this.data = engine.data;
    this.dataset.lmSuppressShortcuts = "true"; // JupyterLab: arrow keys are the sliders' here
    const root = this.shadowRoot || this.attachShadow({ mode: "open" });
    this.knobs = {};
    this.says = h("p", { class: "says", role: "status" });
    const named = [this.constructor.label, this.id].filter(Boolean).join(": "); // two on a page differ
    this.root = h("section", { "aria-label": named, class: "lab" }, ...this.build());
    this.offer ??= engine.any ? null : runHere(this);
    if (this.offer) this.root.append(this.offer);
    root.replaceChildren(h("style", {}, styles + this.constructor.styles), this.root);
    if (this.isConnected) this.listen();
  }

  /** Go on with another engine, at the same setting; what is shown stays until it has answered. */
  async switchTo(engine) {
    const setting = this.positions;
    const answer = await engine.ask(setting);
    const now = this.positions;
    const held = this.shadowRoot.activeElement;
    const knob = Object.keys(this.knobs).find((name) => this.knobs[name].element.contains(held));
    this.disconnectedCallback(); // what was built for the last engine ends
    this.take(engine);
    for (const [name, knob] of Object.entries(this.knobs)) knob.near(now[name]);
    this.setting = this.positions;
    const same = Object.entries(setting).every(([name, value]) => this.setting[name] === value);
    if (!same) this.update();
    else {
      this.turning(this.setting);
      this.answer(answer, this.setting);
    }
    const place = knob ? this.knobs[knob].element : this.root;
    if (held) place.querySelector("input, select, button").focus({ preventScroll: true });
  }

  disconnectedCallback() {
    this.rest();
    this.stopListening?.();
    this.stopListening = null;
  }

  listen() {
    if (this.stopListening) return;
    const paint = () => {
      this.root.dataset.dark = String(isDark());
      this.fit();
    };
    const stopTheme = watchTheme(paint);
    const resized = new ResizeObserver(() => this.fit());
    resized.observe(this);
    const hidden = () => document.hidden && this.rest();
    const hash = () => {
      const given = readHash(this.id, this.knobs);
      if (Object.keys(given).length) this.set({ ...this.setting, ...given });
    };
    document.addEventListener("visibilitychange", hidden);
    addEventListener("hashchange", hash);
    this.stopListening = () => {
      stopTheme();
      resized.disconnect();
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("hashchange", hash);
    };
    paint();
  }

  /** The positions of all knobs, by name. */
  get positions() {
    return Object.fromEntries(Object.entries(this.knobs).map(([name, knob]) => [name, knob.value]));
  }

  /** Put the knobs at the stops nearest to `setting` and show what it gives. */
  set(setting) {
    for (const [name, knob] of Object.entries(this.knobs)) knob.near(setting[name]);
    return this.update();
  }

  /** A knob was turned by hand. */
  turned() {
    writeHash(this.id, this.positions);
    return this.update();
  }

  reset() {
    this.set(this.data.start);
    writeHash(this.id, this.positions);
  }

  async update() {
    const setting = (this.setting = this.positions);
    this.turning(setting);
    let answer = this.engine.ask(setting);
    if (answer instanceof Promise) answer = await answer; // a recorded answer is there at once
    if (answer && this.setting === setting) this.answer(answer, setting); // else a newer one waits
  }

  answer(answer, setting) {
    if (answer.error) this.says.textContent = answer.error;
    else this.show(answer, setting);
    this.answered = setting;
  }

  /** Whatever is still being asked is not wanted any more. */
  forget() {
    this.setting = { ...this.setting };
  }

  // ---- for subclasses ----

  /** Called before the engine is asked. */
  turning(setting) {}

  /** Stop what moves by itself: the tab is hidden, or the element left the page. */
  rest() {}

  /** The width, or light and dark, have changed: draw again. */
  fit() {}
}
