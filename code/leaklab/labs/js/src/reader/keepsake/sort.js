// What is kept, in the order of the book. What the store holds may come from anywhere: only what is
// of a known form comes through, as plain texts.

import { asKept } from "../answer-box/kept.js";
import { asBet } from "../bets/kept.js";

/** @import { Entry } from "../store.js" */
/** @import { Kept } from "../bets/words.js" */

/** A chapter as the list of all bets has it: `page` is its file. */
/** @typedef {{page: string, title: string, bets: {name: string, question: string}[]}} Chapter */

/** @typedef {{question: string, kept: Kept | null}} Bet */
/** @typedef {{title: string, given: string, right: boolean, said: string, tries: number, hints: number, shown: boolean}} Answer */
/** @typedef {{title: string, text: string}} Fix */
/** @typedef {{page: string, title: string, bets: Bet[], answers: Answer[], fixes: Fix[]}} Part */

/** @param {any} value @param {string} otherwise */
const words = (value, otherwise) => (typeof value === "string" && value.trim() ? value : otherwise);

/** The file that an entry's link leads to; "" without a link. @param {any} value */
const pageOf = (value) => (typeof value?.href === "string" ? value.href.split("#")[0] : "");

/**
 * The chapters in their order, each with all its bets and with what else is kept of it; then what
 * belongs to no chapter of today. A chapter of which nothing is kept comes too, with its bets.
 * @param {Chapter[]} chapters
 * @param {Entry[]} entries
 * @returns {Part[]}
 */
export function sorted(chapters, entries) {
  const of = (/** @type {string} */ kind) =>
    entries.filter((entry) => entry.kind === kind).sort((a, b) => (a.id < b.id ? -1 : 1));
  const bets = new Map(of("bet").map(({ id, value }) => [id, asBet(value)]));
  /** @type {Part[]} */
  const parts = chapters.map(({ page, title, bets: known }) => ({
    page,
    title,
    bets: known.map(({ name, question }) => ({ question, kept: bets.get(name) ?? null })),
    answers: [],
    fixes: [],
  }));
  /** @param {string} page */
  const part = (page) => {
    const found = parts.find((each) => each.page === page);
    if (found) return found;
    const title = page.replace(/\.html$/, "").replaceAll("_", " ") || "Elsewhere in the book";
    const made = { page, title, bets: [], answers: [], fixes: [] };
    parts.push(made);
    return made;
  };
  const today = new Set(chapters.flatMap((each) => each.bets.map(({ name }) => name)));
  for (const [id, kept] of bets) {
    if (!kept || today.has(id)) continue;
    part(pageOf(kept)).bets.push({ question: words(kept.question, id), kept });
  }
  for (const { id, value } of of("answer")) {
    const kept = asKept(value);
    if (!kept.given && !kept.hints && !kept.shown) continue;
    part(pageOf(value)).answers.push({ ...kept, title: words(value?.title, id) });
  }
  for (const { id, value } of of("code")) {
    if (typeof value?.text !== "string") continue;
    part(pageOf(value)).fixes.push({ title: words(value.title, id), text: value.text });
  }
  return parts;
}
