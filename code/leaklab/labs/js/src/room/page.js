// What the projector's and the leader's page share: the spread of a bet, the code, the line.

import { h } from "../ui/dom.js";
import { many, share } from "./words.js";

/**
 * The spread of a bet, as the server tells it; `counts` is null while it is held back.
 * @typedef {{name: string, question: string, choices: string[], counts: number[] | null,
 *   votes: number, late: number, won: number | null}} Spread
 * @typedef {{title: string, exercises: {title: string, count: number}[]}} Solved
 * @typedef {import("./words.js").State & {joined: number, shown: Spread | null,
 *   solved: Solved[]}} Shown
 */

/** @param {HTMLElement} element @param {string} words */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** The code that the address brings behind its #; what follows that is sent to nobody. */
export const codeInAddress = () => decodeURIComponent(location.hash.slice(1));

/**
 * A list of choices, each with a bar and its numbers in words.
 * @param {Spread} spread
 */
export function bars({ choices, counts, votes, won }) {
  const items = choices.map((words, n) => {
    const count = counts?.[n] ?? 0;
    const fill = h("span", { class: "fill" });
    fill.style.inlineSize = `${votes && counts ? (100 * count) / votes : 0}%`;
    const said = h("span", { class: "count" }, counts ? share(count, votes) : "");
    const right = won === n ? [h("strong", { class: "right" }, "✓ the run shows this")] : [];
    const track = h("span", { class: "track", "aria-hidden": "true" }, fill);
    const head = h("span", { class: "choice" }, words, " ", ...right);
    return h("li", { class: won === n ? "won" : "" }, head, said, ...(counts ? [track] : []));
  });
  return h("ul", { class: "spread" }, ...items);
}

/** How many votes there are, in words. @param {Spread} spread @param {number} here */
export function votesSaid({ votes, late }, here) {
  const after = late ? `, and ${late} after it was opened` : "";
  return `${many(votes, "vote", "votes")}${after}; ${many(here, "person", "people")} here.`;
}

/**
 * Exercises solved, a table by chapter; nothing where none is.
 * @param {Solved[]} solved
 */
export function solvedTable(solved) {
  if (!solved.length) return [];
  const rows = solved.map(({ title, exercises }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, title),
      h("td", {}, exercises.map((each) => `${each.title}: ${each.count}`).join(" · ")),
    ),
  );
  const heads = h(
    "tr",
    {},
    h("th", { scope: "col" }, "Chapter"),
    h("th", { scope: "col" }, "Solved by"),
  );
  return [h("table", {}, h("thead", {}, heads), h("tbody", {}, ...rows))];
}
