// What is kept, as a file that another copy of the book takes in: from a room's to the published one,
// from one browser to another. What a file holds may come from anywhere: each field is looked at, and
// only texts, truth values and counts of known names come through.

import { asKept } from "../answer-box/kept.js";
import { asBet } from "../bets/kept.js";

/** @import { Entry } from "../store.js" */

const BOOK = "parked-forever";
const EDITION = 1;
const MOST_ENTRIES = 2000;
const MOST_LETTERS = 20_000; // of a sentence or an answer
const MOST_CODE = 200_000; // letters of an edit
export const MOST_BYTES = 5_000_000; // what browsers keep for a site
const ID = /^[\w.-]{1,100}(\/[\w.-]{1,100}){0,3}$/;
const HREF = /^[\w-]+\.html(#[\w?=&.,-]*)?$/;

/** @param {any} value @param {number} [most] */
const words = (value, most = MOST_LETTERS) =>
  typeof value === "string" ? value.slice(0, most) : "";

/** A link of the book, or none. @param {any} value */
const href = (value) => (HREF.test(words(value)) ? words(value) : "");

/** @param {any} value @param {number} most */
const count = (value, most) => (Number.isInteger(value) && value > 0 ? Math.min(value, most) : 0);

/** By kind, what is taken over of a value; null for none. @type {Record<string, (value: any) => any>} */
const FORMS = {
  bet(value) {
    const bet = asBet(value);
    if (!bet) return null;
    const { said, won, is, question, chapter } = bet;
    return {
      said: said === null ? null : words(said),
      won,
      is: words(is),
      question: words(question),
      chapter: words(chapter),
      href: href(bet.href),
    };
  },
  answer(value) {
    if (typeof value?.given !== "string") return null;
    const { given, right, said, tries, hints, shown } = asKept(value);
    return {
      given: words(given, 1000),
      right,
      said: words(said),
      tries: count(tries, 10_000),
      hints: count(hints, 2),
      shown,
      title: words(value.title),
      href: href(value.href),
    };
  },
  code(value) {
    if (typeof value?.text !== "string" || value.text.length > MOST_CODE) return null;
    return {
      text: value.text,
      title: words(value.title),
      href: href(value.href),
      of: words(value.of, 64),
    };
  },
};

/** @param {string} kind */
const known = (kind) => Object.hasOwn(FORMS, kind);

/** The file's text: bets, answers and edits, and no switches. @param {Entry[]} entries */
export function toFile(entries) {
  const kept = entries.filter(({ kind }) => known(kind)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return `${JSON.stringify({ book: BOOK, edition: EDITION, kept }, null, 1)}\n`;
}

/**
 * What a file holds that this edition knows, and how many of its entries it does not.
 * @param {string} text
 * @returns {{entries: Entry[], refused: number}}
 * @throws {Error} whose message says, in words, why it is no such file
 */
export function fromFile(text) {
  if (text.length > MOST_BYTES) throw new Error("it is larger than 5 MB");
  /** @type {any} */
  let held;
  try {
    held = JSON.parse(text);
  } catch {
    throw new Error("it is no file of this book: choose my-parked-forever.json");
  }
  if (held?.book !== BOOK || !Array.isArray(held.kept)) {
    throw new Error("it is no file of this book: choose my-parked-forever.json");
  }
  if (held.edition !== EDITION) throw new Error("another edition of the book wrote it");
  if (held.kept.length > MOST_ENTRIES) throw new Error(`it has more than ${MOST_ENTRIES} entries`);
  /** @type {Entry[]} */
  const entries = [];
  for (const each of held.kept) {
    const { kind, id } = each ?? {};
    const fits = typeof kind === "string" && known(kind) && typeof id === "string" && ID.test(id);
    const value = fits ? FORMS[kind](each.value) : null;
    if (value) entries.push({ kind: /** @type {Entry["kind"]} */ (kind), id, value });
  }
  return { entries, refused: held.kept.length - entries.length };
}
