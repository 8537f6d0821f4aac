// Play, pause, step, speed and scrub: which sample of the run is shown.

import { plain } from "../data.js";
import { Choice, h, Slider } from "./dom.js";
import { reducedMotion } from "./theme.js";

const SPEEDS = [
  ["1", "1×"],
  ["4", "4×"],
  ["16", "16×"],
];

export class Player {
  /**
   * `times` of the samples, of which speed 1× plays one unit a second; `shown(index)` is called
   * when another one is to be shown, and `words(time)` says when that is.
   */
  constructor(times, shown, words = (t) => `${plain(t)} s`) {
    this.times = times;
    this.shown = shown;
    this.speed = 4;
    this.timer = null;
    this.button = h("button", { type: "button", onclick: () => this.toggle() }, "Play");
    const step = h("button", { type: "button", onclick: () => this.step(1) }, "Step");
    const speed = new Choice("Speed", SPEEDS, (value) => (this.speed = Number(value)));
    speed.near("4");
    this.scrub = new Slider("Time", times, words, () => this.seek(this.index));
    this.element = h(
      "div",
      { class: "player" },
      this.button,
      step,
      speed.element,
      this.scrub.element,
    );
    this.scrub.position = times.length - 1;
  }

  get index() {
    return Number(this.scrub.input.value);
  }

  seek(index) {
    this.pause();
    this.shown(index);
  }

  /** To the end, where a lab begins: its first frame tells the whole story. */
  rewind() {
    this.scrub.position = this.times.length - 1;
    this.seek(this.index);
  }

  /** Go on by `by` samples; from the end, begin again. */
  step(by) {
    this.pause();
    const last = this.times.length - 1;
    this.move(this.index >= last ? 0 : Math.min(last, this.index + by));
  }

  move(index) {
    this.scrub.position = index;
    this.shown(index);
  }

  toggle() {
    if (this.timer !== null) return this.pause();
    const last = this.times.length - 1;
    if (reducedMotion()) return this.move(last); // the end state, and the steps, tell it all
    const from = this.index >= last ? 0 : this.times[this.index];
    const began = performance.now();
    const frame = (now) => {
      const t = from + ((now - began) / 1000) * this.speed;
      const next = this.times.findIndex((time) => time > t);
      this.move(next < 0 ? last : Math.max(0, next - 1));
      if (next < 0) this.pause();
      else this.timer = requestAnimationFrame(frame);
    };
    this.button.textContent = "Pause";
    this.timer = requestAnimationFrame(frame);
  }

  pause() {
    if (this.timer !== null) cancelAnimationFrame(this.timer);
    this.timer = null;
    this.button.textContent = "Play";
  }
}
