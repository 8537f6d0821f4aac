// The controls of live mode: begin and end it, its pace, a rest.

import { button, Choice, h } from "../ui/dom.js";

/** @import { Live } from "./live.js" */

/** @type {[string, string][]} */
const PACES = [
  ["1", "1×"],
  ["10", "10×"],
  ["60", "60×"],
];

const WHAT =
  "Live: the servers run on without an end, while you turn the sliders. At a pace of 10×, ten seconds of their time pass in one of yours.";

export class LiveBar {
  /** @type {Live | null} */
  live = null;
  #resting = false;

  /**
   * `begin(pace)` gives the live run that the lab begins; `ended()` hears that it is over.
   * @param {(pace: number) => Live} begin
   * @param {() => void} ended
   */
  constructor(begin, ended) {
    this.begin = begin;
    this.ended = ended;
    this.button = button("Go live", () => this.toggle(), { "aria-pressed": "false" });
    this.rest = button("Rest", () => this.toggleRest(), { disabled: true });
    this.pace = new Choice("Pace", PACES, (pace) => this.live?.tell({ pace: Number(pace) }));
    this.pace.near("10");
    const what = h("p", { class: "small" }, WHAT);
    const parts = [this.button, this.rest, this.pace.element, what];
    this.element = h("div", { class: "row", role: "group", "aria-label": "Live" }, ...parts);
  }

  toggle() {
    if (this.live) return this.end();
    this.resting = false;
    this.live = this.begin(Number(this.pace.value));
    this.#look();
  }

  end() {
    if (!this.live) return;
    this.live.close();
    this.live = null;
    this.#look();
    this.ended();
  }

  toggleRest() {
    this.resting = !this.#resting;
    this.live?.tell({ rest: this.#resting });
  }

  set resting(/** @type {boolean} */ resting) {
    this.#resting = resting;
    this.rest.textContent = resting ? "Go on" : "Rest";
  }

  #look() {
    this.button.textContent = this.live ? "End live" : "Go live";
    this.button.setAttribute("aria-pressed", String(this.live !== null));
    this.rest.disabled = this.live === null;
  }
}
