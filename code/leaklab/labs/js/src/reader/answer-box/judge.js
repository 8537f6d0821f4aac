// Whether an answer is right, by what the very run of the notebook's check left in the page: digests
// of what is right and of the slips that teach something, and of the truth's leading bits, which
// tell higher from lower. leaklab.book.exercises.box writes them; what is said here is what
// leaklab.book.exercises.checks says. crypto.subtle would do, but a book served without https, to a
// room or from a file, has none.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * What a box has inside. `near` are pairs of a digest and its sentence; words are turned.
 * @typedef {Object} Known
 * @property {string} id
 * @property {string} title
 * @property {"number" | "choice" | "python"} kind
 * @property {string} [unit]
 * @property {number} [limit]
 * @property {number[]} [choices]
 * @property {string} [wanted]
 * @property {any} [recorded] for who judges a line of Python
 * @property {string} [right]
 * @property {string} [bits]
 * @property {[string, string][]} [near]
 * @property {[string, string]} hints
 * @property {string} [solution] HTML
 * @property {string} [loads] how much the page's Python weighs, in words
 */

/** @typedef {{right: boolean, text: string}} Verdict */

const SHORT = 8;
const FROM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const TO = "nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM5678901234";

/**
 * Words that were turned, so that nobody takes them in by accident, as they are; and back.
 * @param {string} words
 */
export const turned = (words) =>
  words.replace(/[a-zA-Z0-9]/g, (letter) => TO[FROM.indexOf(letter)]);

/** @param {string} id @param {string | number} what */
const digest = (id, what) => bytesToHex(sha256(utf8ToBytes(`${id}=${what}`)));

/** @param {number} number */
const grouped = (number) => number.toLocaleString("en");

/**
 * The verdict on a whole number within the limits.
 * @param {Known} known
 * @param {number} number
 * @returns {Verdict}
 */
export function judgeNumber(
  { id, unit = "", limit = 0, right = "", bits = "", near = [] },
  number,
) {
  const own = digest(id, number);
  if (own.startsWith(right)) {
    const units = number === 1 ? unit.replace(/s$/, "") : unit;
    return { right: true, text: `Right: ${grouped(number)} ${units}.` };
  }
  const slip = near.find(([known]) => own.startsWith(known));
  if (slip) return { right: false, text: `Not ${grouped(number)}. ${turned(slip[1])}` };
  const length = limit.toString(2).length;
  const digits = number.toString(2).padStart(length, "0");
  let same = length - 1; // so many leading bits are the truth's; the next one is not
  const agree = (/** @type {number} */ bit) =>
    digest(id, `b${digits.slice(0, bit)}`).startsWith(bits.slice((bit - 1) * SHORT, bit * SHORT));
  while (same > 0 && !agree(same)) same--;
  const direction = digits[same] === "0" ? "higher" : "lower";
  const text = `Not ${grouped(number)}: the number of ${unit} is ${direction}.`;
  return { right: false, text };
}

/**
 * The verdict on one of the choices.
 * @param {Known} known
 * @param {number} choice
 * @returns {Verdict}
 */
export function judgeChoice({ id, right = "", near = [] }, choice) {
  const own = digest(id, choice);
  if (own.startsWith(right))
    return { right: true, text: `Right: ${choice} is what the run shows.` };
  const [, sentence] = near.find(([known]) => own.startsWith(known)) ?? ["", ""];
  return { right: false, text: `Not ${choice}. ${turned(sentence)}` };
}
