// What a bet is called in sentences, and what is kept of one.

import { asBet } from "./kept.js";

/** @import { Entry } from "../store.js" */

/**
 * A bet as it is kept: the choice in words (null: shown without a bet), whether it won, what it was
 * about and where, so that a later edition with other choices can still show it.
 * @typedef {{said: string | null, won: boolean, is: string, question: string,
 *   chapter: string, href: string}} Kept
 */

/** Words with a full stop, unless they end in one. @param {string} words */
const stopped = (words) => (/[.?]$/.test(words) ? words : `${words}.`);

/** @param {string} is the words of the choice that won; "" when the text below tells */
export const answer = (is) =>
  is ? `The run shows: ${stopped(is)}` : "The text below tells which it is.";

/**
 * What is said of a bet that was placed, or that the reader asked to be shown.
 * @param {Kept} kept
 * @param {string[]} choices the words to choose from today
 * @param {string} is as above
 */
export function verdict(kept, choices, is) {
  if (kept.said === null) return `No bet placed. ${answer(is)}`;
  const known = choices.includes(kept.said);
  const said = `${known ? "You" : "In an earlier edition you"} said: ${stopped(kept.said)}`;
  return known && kept.won && is ? `${said} The run shows the same.` : `${said} ${answer(is)}`;
}

/** One line for the lists of bets. @param {Kept | null} kept */
export function line(kept) {
  if (!kept) return "Not placed yet.";
  if (kept.said === null) return "Shown without a bet.";
  const said = `You said: ${stopped(kept.said)}`;
  if (kept.won) return `${said} Won.`;
  return kept.is ? `${said} Lost. The run shows: ${stopped(kept.is)}` : `${said} Lost.`;
}

/** What stands in a later sentence. @param {Kept | null} kept */
export const recall = (kept) =>
  kept?.said ? ` (you had said “${kept.said.replace(/\.$/, "")}”)` : "";

/** How many of these were placed and won, as a sentence. @param {(Kept | null)[]} bets */
export function tally(bets) {
  const placed = bets.filter((kept) => kept && kept.said !== null);
  const won = placed.filter((kept) => kept?.won).length;
  return `You have placed ${placed.length} of ${bets.length} bets, and won ${won}.`;
}

/** All of it as text. @param {Entry[]} kept */
export function asText(kept) {
  const lines = ["Parked Forever: what this browser keeps", ""];
  for (const { kind, id, value } of kept) {
    const bet = kind === "bet" ? asBet(value) : null;
    if (bet) lines.push(`${bet.chapter}: ${bet.question}`, `  ${line(bet)}`, "");
    else if (kind !== "switch" && kind !== "room")
      lines.push(`${kind} ${id}`, JSON.stringify(value, null, 2), "");
  }
  return lines.join("\n");
}
