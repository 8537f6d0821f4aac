// The controls of live mode: begin and end it, its pace, a rest.

import { Choice, h } from "../ui/dom.js";
import { Live } from "./live.js";

const PACES = [
  ["1", "1×"],
  ["10", "10×"],
  ["60", "60×"],
];

export class LiveBar {
  /** `lab` gives `engine`, `positions`, and is told: `liveBegan`, `showLive`, `sayLive`, `liveEnded`. */
  constructor(lab) {
    this.lab = lab;
    this.live = null;
    this.resting = false;
    this.button = h(
      "button",
      { type: "button", "aria-pressed": "false", onclick: () => this.toggle() },
      "Go live",
    );
    this.rest = h(
      "button",
      { type: "button", disabled: true, onclick: () => this.toggleRest() },
      "Rest",
    );
    this.pace = new Choice("Pace", PACES, (pace) => this.live?.tell({ pace: Number(pace) }));
    this.pace.near("10");
    this.element = h(
      "div",
      { class: "row", role: "group", "aria-label": "Live" },
      this.button,
      this.rest,
      this.pace.element,
    );
  }

  get on() {
    return this.live !== null;
  }

  toggle() {
    if (this.on) this.end();
    else this.begin();
  }

  begin() {
    const { lab } = this;
    this.setResting(false);
    this.live = new Live(lab.engine, lab.positions, Number(this.pace.value), {
      shown: (live) => lab.showLive(live),
      said: (live) => {
        if (live.frame.full) this.setResting(true);
        lab.sayLive(live);
      },
      failed: (why) => {
        this.end();
        lab.says.textContent = why;
      },
    });
    this.look();
    lab.liveBegan();
  }

  end() {
    if (!this.on) return;
    this.live.close();
    this.live = null;
    this.look();
    this.lab.liveEnded();
  }

  turn(setting) {
    this.live.tell({ setting });
  }

  toggleRest() {
    this.setResting(!this.resting);
    this.live.tell({ rest: this.resting });
  }

  setResting(resting) {
    this.resting = resting;
    this.rest.textContent = resting ? "Go on" : "Rest";
  }

  look() {
    this.button.textContent = this.on ? "End live" : "Go live";
    this.button.setAttribute("aria-pressed", String(this.on));
    this.rest.disabled = !this.on;
  }
}
