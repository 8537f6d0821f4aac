// Which position of something that goes on is shown: play, pause and scrub.

import { plain } from "../data.js";
import { button, Choice, h, Slider } from "./dom.js";
import { reducedMotion } from "./theme.js";

/** @type {[string, string][]} */
const SPEEDS = [
  ["1", "1×"],
  ["4", "4×"],
  ["16", "16×"],
];
const STEP_MS = 1400; // time to read a sentence
const STEPS = 10; // of a run, for readers who asked for less motion
const CALM = "Motion is reduced: Play goes in steps.";

/**
 * The sample that is shown at time `t`: the last one that is not later.
 * @param {number[]} times
 * @param {number} t
 */
export function sampleAt(times, t) {
  const next = times.findIndex((time) => time > t);
  return next < 0 ? times.length - 1 : Math.max(0, next - 1);
}

/** What all players share; a subclass says in `begin` how it goes on, until its signal. */
class Player {
  /** @type {AbortController | null} */
  #playing = null;

  /**
   * `shown(index)` is called when another position is to be shown.
   * @param {string} label
   * @param {number[]} stops
   * @param {(stop: number) => string} words
   * @param {(index: number) => void} shown
   */
  constructor(label, stops, words, shown) {
    this.shown = shown;
    this.button = button("Play", () => this.toggle());
    this.scrub = new Slider(label, stops, words, () => this.go(this.index));
  }

  get index() {
    return this.scrub.index;
  }

  get last() {
    return this.scrub.stops.length - 1;
  }

  /**
   * Show `index`, by hand.
   * @param {number} index
   */
  go(index) {
    this.pause();
    this.move(index);
  }

  /** @param {number} index */
  move(index) {
    this.scrub.position = index;
    this.shown(index);
  }

  /** To the end, where a lab begins: its first frame tells the whole story. */
  rewind() {
    this.go(this.last);
  }

  toggle() {
    if (this.#playing) return this.pause();
    this.#playing = new AbortController();
    this.button.textContent = "Pause";
    this.begin(this.#playing.signal);
  }

  pause() {
    this.#playing?.abort();
    this.#playing = null;
    this.button.textContent = "Play";
  }

  /** @param {AbortSignal} _ended */
  begin(_ended) {}
}

/** Plays the samples of a run as fast as their times say. */
export class TimePlayer extends Player {
  /**
   * `times` of the samples, of which speed 1× plays one unit a second; `words(time)` says when.
   * @param {number[]} times
   * @param {(index: number) => void} shown
   * @param {(time: number) => string} [words]
   */
  constructor(times, shown, words = (t) => `${plain(t)} s`) {
    super("Time", times, words, shown);
    const speed = new Choice("Speed", SPEEDS, () => {});
    speed.near("4");
    this.speed = speed;
    const step = button("Step", () => this.go(this.index >= this.last ? 0 : this.index + 1));
    const calm = h("span", { class: "small" }, reducedMotion() ? CALM : "");
    const parts = [this.button, step, speed.element, this.scrub.element, calm];
    this.element = h("div", { class: "player" }, ...parts);
    this.scrub.position = this.last;
  }

  /** @param {AbortSignal} ended */
  begin(ended) {
    const { last } = this;
    if (reducedMotion()) return this.#steps(ended);
    const times = this.scrub.stops;
    const from = this.index >= last ? 0 : times[this.index];
    const began = performance.now();
    const frame = (/** @type {number} */ now) => {
      if (ended.aborted) return;
      const t = from + ((now - began) / 1000) * Number(this.speed.value);
      const sample = sampleAt(times, t);
      if (sample === last) return this.go(last);
      this.move(sample);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /**
   * A tenth of the run at a time, each for as long as a sentence needs.
   * @param {AbortSignal} ended
   */
  #steps(ended) {
    const { last } = this;
    const each = Math.max(1, Math.ceil(last / STEPS));
    this.move(this.index >= last ? 0 : Math.min(last, this.index + each));
    const timer = setInterval(() => {
      const next = Math.min(last, this.index + each);
      if (next === last) this.go(last);
      else this.move(next);
    }, STEP_MS);
    ended.addEventListener("abort", () => clearInterval(timer));
  }
}

const CALM_STEPS =
  "Motion is reduced on this device: Play goes from step to step, and nothing glides.";

/** Goes through the steps of a story, a sentence each. */
export class StepPlayer extends Player {
  /**
   * @param {(index: number) => void} shown
   * @param {...HTMLElement} others what stands beside its buttons
   */
  constructor(shown, ...others) {
    super("Step", [0], (at) => `${at + 1} of ${this.last + 1}`, shown);
    const back = button("Back", () => this.go(Math.max(0, this.index - 1)));
    this.next = button("Next", () => this.go(this.index === this.last ? 0 : this.index + 1));
    const buttons = h("div", { class: "row" }, back, this.next, this.button, ...others);
    const calm = h("span", { class: "small" }, reducedMotion() ? CALM_STEPS : "");
    this.element = h("div", { class: "player" }, this.scrub.element, buttons, calm);
  }

  /** @param {number} index */
  move(index) {
    super.move(index);
    this.next.textContent = index > 0 && index === this.last ? "First step" : "Next";
  }

  /**
   * A story of `count` steps: show step `at`; by default its first, or its last if that of the
   * story before is shown.
   * @param {number} count
   * @param {number} [at]
   */
  open(count, at = this.index > 0 && this.index === this.last ? count - 1 : 0) {
    this.scrub.setStops([...Array(count).keys()]);
    this.go(Math.min(count - 1, at));
  }

  rewind() {
    this.go(0);
  }

  /** @param {AbortSignal} ended */
  begin(ended) {
    if (this.index === this.last) this.move(0);
    const timer = setInterval(() => {
      this.move(this.index + 1);
      if (this.index === this.last) this.pause();
    }, STEP_MS);
    ended.addEventListener("abort", () => clearInterval(timer));
  }
}
