// Back, step, play and scrub through the steps of a story.

import { h, Slider } from "../ui/dom.js";

const PACE_MS = 1400; // time to read a sentence

export class Stepper {
  /** `shown(at)` is called when another step is to be shown. */
  constructor(shown) {
    this.shown = shown;
    this.timer = null;
    const button = (words, pressed) => h("button", { type: "button", onclick: pressed }, words);
    this.button = button("Play", () => this.toggle());
    this.scrub = new Slider(
      "Step",
      [0],
      (at) => `${at + 1} of ${this.count}`,
      () => this.go(this.at),
    );
    this.element = h(
      "div",
      { class: "player" },
      button("Back", () => this.go(Math.max(0, this.at - 1))),
      button("Next", () => this.go(this.at === this.count - 1 ? 0 : this.at + 1)),
      this.button,
      this.scrub.element,
    );
  }

  get at() {
    return this.scrub.index;
  }

  get count() {
    return this.scrub.stops.length;
  }

  /** A story of `count` steps: show its last, which tells how it ends. */
  begin(count) {
    this.scrub.stops = [...Array(count).keys()];
    this.scrub.input.max = count - 1;
    this.go(count - 1);
  }

  go(at) {
    this.pause();
    this.move(at);
  }

  move(at) {
    this.scrub.position = at;
    this.shown(at);
  }

  toggle() {
    if (this.timer !== null) return this.pause();
    const last = this.count - 1;
    this.button.textContent = "Pause";
    if (this.at === last) this.move(0);
    this.timer = setInterval(() => {
      this.move(this.at + 1);
      if (this.at === last) this.pause();
    }, PACE_MS);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.textContent = "Play";
  }
}
