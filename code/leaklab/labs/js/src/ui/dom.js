// Small helpers to build a lab's controls: native, labelled, large enough to touch.

import { nearest } from "../data.js";

/**
 * What a lab's setting is made of: a control with its stops, at one of them.
 * @typedef {{element: HTMLElement, stops: any[], readonly value: any, near(value: any): void}} Knob
 */

/**
 * An element with attributes and children; a function under `onname` listens to event `name`.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string)} children
 */
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

/**
 * The same for an SVG element, whose attributes are plain values.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {string} words
 * @param {() => void} pressed
 * @param {Record<string, any>} [attributes]
 */
export const button = (words, pressed, attributes = {}) =>
  h("button", { type: "button", ...attributes, onclick: pressed }, words);

let ids = 0;

/**
 * A slider over the positions of `stops`; `words(value)` is what it says. A lone stop is no slider:
 * it stands there in words.
 */
export class Slider {
  /** @type {number[]} */
  stops = [];

  /**
   * @param {string} label
   * @param {number[]} stops
   * @param {(value: number) => string} words
   * @param {(value: number) => void} changed
   */
  constructor(label, stops, words, changed) {
    const id = `knob-${++ids}`;
    this.label = label;
    this.words = words;
    this.input = h("input", { id, type: "range", min: 0, step: 1 });
    this.input.addEventListener("input", () => {
      this.say();
      changed(this.value);
    });
    this.output = h("output", { for: id });
    this.markWords = h("span", {});
    this.mark = h("span", { class: "threshold", hidden: true }, this.markWords);
    this.track = h("span", { class: "track" }, this.input, this.mark);
    const named = h("label", { for: id }, label);
    this.element = h("div", { class: "knob" }, named, this.track, this.output);
    this.setStops(stops);
  }

  /**
   * Have these stops from now on; with a single one it cannot be moved.
   * @param {number[]} stops
   */
  setStops(stops) {
    this.stops = stops;
    this.input.max = String(stops.length - 1);
    this.track.hidden = this.input.disabled = stops.length < 2;
    this.element.classList.toggle("fixed", stops.length < 2);
  }

  get value() {
    return this.stops[this.index];
  }

  get index() {
    return Number(this.input.value);
  }

  set position(/** @type {number} */ index) {
    this.input.value = String(index);
    this.say();
  }

  /**
   * Go to the stop nearest to `value`.
   * @param {number} value
   */
  near(value) {
    this.position = nearest(this.stops, value);
  }

  say() {
    const text = this.words(this.value);
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
  }

  /**
   * Mark the place on the track where `value` lies, between the stops on its sides, with words.
   * @param {number} value
   * @param {string} words
   */
  threshold(value, words) {
    const above = this.stops.findIndex((stop) => stop > value);
    const last = this.stops.length - 1;
    this.mark.hidden = above < 1;
    this.element.classList.toggle("marked", above >= 1);
    if (this.mark.hidden) return;
    const below = this.stops[above - 1];
    const share = (above - 1 + (value - below) / (this.stops[above] - below)) / last;
    this.mark.style.setProperty("--share", String(share));
    this.markWords.style.setProperty("--shift", `${-100 * share}%`); // never beyond the track
    this.markWords.textContent = words;
  }
}

/**
 * A checkbox with its label.
 * @param {string} label
 * @param {(checked: boolean) => void} changed
 */
export function checkbox(label, changed) {
  const id = `check-${++ids}`;
  const input = h("input", { id, type: "checkbox", onchange: () => changed(input.checked) });
  return { input, element: h("span", { class: "check" }, input, h("label", { for: id }, label)) };
}

/** A select with its label; `options` are pairs of value and words. */
export class Choice {
  /**
   * @param {string} label
   * @param {[value: string, words: string][]} options
   * @param {(value: string) => void} changed
   */
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

  /** @param {string} value */
  near(value) {
    this.select.selectedIndex = Math.max(0, this.stops.indexOf(value));
  }
}

/**
 * Options whose values are their own words.
 * @param {string[]} names
 * @returns {[string, string][]}
 */
export const named = (names) => names.map((name) => [name, name]);
