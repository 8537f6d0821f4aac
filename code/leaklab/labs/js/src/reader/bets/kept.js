// What is kept of a bet on the reader's machine.

import { read } from "../store.js";

/** @import { Kept } from "./words.js" */

/** @param {any} value */
const words = (value) => (typeof value === "string" ? value : "");

/**
 * What the store holds, as far as it is a bet as this edition writes it; null for anything else.
 * @param {any} value
 * @returns {Kept | null}
 */
export function asBet(value) {
  const { said, won, is, question, chapter, href } = value ?? {};
  if (said !== null && typeof said !== "string") return null;
  return {
    said,
    won: won === true,
    is: words(is),
    question: words(question),
    chapter: words(chapter),
    href: words(href),
  };
}

/** The bet of this name, or null. @param {string} name */
export const readBet = (name) => asBet(read("bet", name));
