// What a lab has to work with, and what it gives: its parts, and what it shows in them. lab.js fills
// and calls all of it; a lab overrides what it needs, for here each method does nothing, or the usual.

/** @import { Engine } from "./engines/engine.js" */
/** @import { LabData } from "./made/wire.js" */
/** @import { Knob } from "./ui/dom.js" */
/** @import { Plot } from "./ui/plot.js" */

/**
 * @template {LabData} [D=any] its data
 * @template {Record<string, any>} [S=any] its setting: the value of each knob
 * @template [A=any] what it is answered
 * @template {Record<string, Knob>} [K=Record<string, Knob>] its knobs
 */
export class LabParts extends HTMLElement {
  static label = "";
  static styles = "";

  /** @type {Engine<D, S, A>} */
  engine;
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

  /**
   * The recorded answer at the stops nearest to `question`.
   * @param {any} _data
   * @param {any} _question
   * @returns {any}
   */
  static recall(_data, _question) {}

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

  /** What stays as the reader has it while engines change, besides the knobs. @returns {any} */
  keep() {}

  /**
   * Put back what `keep` gave.
   * @param {any} _kept
   */
  restore(_kept) {}

  /** The charts to open and to close with the element. @returns {Plot[]} */
  get charts() {
    return [];
  }

  /** Stop what moves by itself: the tab is hidden, or the element left the page. */
  rest() {}

  /** The width, or light and dark, have changed: draw again. */
  fit() {}
}
