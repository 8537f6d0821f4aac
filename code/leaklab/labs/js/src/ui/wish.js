// What a link asks for that is not recorded: a lab then shows the nearest run, says so, and offers to
// run what was asked for.

import { button, h } from "./dom.js";

/** @import { Knob } from "./dom.js" */

/**
 * The numbers in `given` at which their knobs do not stand, since they have no such stop: by name.
 * @param {Record<string, any>} given
 * @param {Record<string, Pick<Knob, "value">>} knobs
 * @returns {[string, number][]}
 */
export const missed = (given, knobs) =>
  Object.entries(given).filter(([name, value]) => {
    const here = knobs[name]?.value;
    return typeof here === "number" && Math.abs(here - value) > 1e-9 * Math.abs(value);
  });

/**
 * The sentence on what was missed.
 * @param {[string, number][]} numbers
 * @param {Record<string, {label?: string, words?: (value: number) => string}>} knobs
 */
export function wishWords(numbers, knobs) {
  const asked = numbers.map(([name, value]) => {
    const { label, words } = knobs[name];
    return `${label ?? name} ${words?.(value) ?? value}`;
  });
  return `The link asks for ${asked.join(", ")}, which is not among the recorded runs: the nearest is shown. `;
}

/**
 * What of a lab is used here.
 * @typedef {Object} Lab
 * @property {{any: boolean}} engine
 * @property {Record<string, any>} knobs
 * @property {Record<string, any>} positions
 * @property {HTMLElement | null} offer whose button begins an engine that can run any setting
 */

export class Wish {
  /** The setting that a link asked for, until the reader turns a knob. @type {Record<string, any> | null} */
  setting = null;
  element = h("p", { class: "between", hidden: true });

  /**
   * The knobs stand as near to `given` as they can: say so where that is not there.
   * @param {Record<string, any>} given
   * @param {Lab} lab
   */
  make(given, { engine, knobs, positions, offer }) {
    this.drop();
    const numbers = missed(given, knobs);
    if (!numbers.length || engine.any) return;
    this.setting = { ...positions, ...given };
    /** @type {HTMLElement | null | undefined} */
    const run = offer?.querySelector("button:not([hidden])");
    const go = run ? [button("Run it as the link asks", () => run.click())] : [];
    this.element.replaceChildren(wishWords(numbers, knobs), ...go);
    this.element.hidden = false;
  }

  /** Nothing is wished for any more. */
  drop() {
    this.setting = null;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
