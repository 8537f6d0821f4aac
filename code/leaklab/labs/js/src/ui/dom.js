// Small helpers to build a lab's controls: native, labelled, large enough to touch.

import { nearest } from "../data.js";

/** An element with attributes and children; a function under `onname` listens to event `name`. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

let ids = 0;

/** A slider over the positions of `stops`, or over 0..max; `words(value)` is what it says. */
export class Slider {
  constructor(label, stops, words, changed) {
    const id = `knob-${++ids}`;
    this.stops = stops;
    this.words = words;
    this.input = h("input", { id, type: "range", min: 0, max: stops.length - 1, step: 1 });
    this.input.addEventListener("input", () => {
      this.say();
      changed(this.value);
    });
    this.output = h("output", { for: id });
    this.markWords = h("span", {});
    this.mark = h("span", { class: "threshold", hidden: true }, this.markWords);
    this.element = h(
      "div",
      { class: "knob" },
      h("label", { for: id }, label),
      h("span", { class: "track" }, this.input, this.mark),
      this.output,
    );
  }

  get value() {
    return this.stops[Number(this.input.value)];
  }

  get index() {
    return Number(this.input.value);
  }

  set position(index) {
    this.input.value = index;
    this.say();
  }

  /** Go to the stop nearest to `value`. */
  near(value) {
    this.position = nearest(this.stops, value);
  }

  say() {
    const text = this.words(this.value);
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
  }

  /** Mark the place on the track where `value` lies, between the stops on its sides, with words. */
  threshold(value, words) {
    const above = this.stops.findIndex((stop) => stop > value);
    const last = this.stops.length - 1;
    this.mark.hidden = above < 1;
    this.element.classList.toggle("marked", above >= 1);
    if (this.mark.hidden) return;
    const below = this.stops[above - 1];
    const share = (above - 1 + (value - below) / (this.stops[above] - below)) / last;
    this.mark.style.setProperty("--share", share);
    this.markWords.textContent = words;
  }
}

/** A checkbox with its label. */
export function checkbox(label, changed) {
  const id = `check-${++ids}`;
  const input = h("input", { id, type: "checkbox", onchange: () => changed(input.checked) });
  return { input, element: h("span", { class: "check" }, input, h("label", { for: id }, label)) };
}

/** A select with its label; `options` are pairs of value and words. A knob, as a Slider is. */
export class Choice {
  constructor(label, options, changed) {
    const id = `choice-${++ids}`;
    this.stops = options.map(([value]) => value);
    const items = options.map(([value, words]) => h("option", { value }, words));
    this.select = h("select", { id, onchange: () => changed(this.value) }, ...items);
    this.element = h("span", { class: "check" }, h("label", { for: id }, label), this.select);
  }

  get value() {
    return this.stops[this.select.selectedIndex];
  }

  near(value) {
    this.select.selectedIndex = Math.max(0, this.stops.indexOf(value));
  }
}
