// The page to keep: all own bets, answers and fixes as one HTML file without a script, which asks
// nobody for anything. It certifies nothing, and says so.

import { html, ours } from "./markup.js";
import { sorted } from "./sort.js";
import { STYLE } from "./style.js";

/** @import { Entry } from "../store.js" */
/** @import { Answer, Bet, Chapter, Part } from "./sort.js" */

export const TITLE = "My bets, answers and fixes - Parked Forever";
export const NOTHING = "It certifies nothing: nobody has checked who wrote it, or how.";
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** @param {number} count @param {string} noun @param {string} [many] */
const some = (count, noun, many = `${noun}s`) => `${count} ${count === 1 ? noun : many}`;

/** What was bet and what the run showed; nothing of a bet that is open. @param {Bet} bet */
function bet({ question, kept }) {
  if (!kept) return null; // one that was never asked for is no bet lost
  const mine =
    kept.said === null
      ? html`<p>I had it shown without a bet.</p>`
      : html`<p>My bet: <span class="own">${kept.said}</span></p>`;
  const run = kept.won
    ? html`<p>The run showed the same: won.</p>`
    : kept.is && html`<p>The run showed: <span class="own">${kept.is}</span></p>`;
  return html`<li><p class="asked">${question}</p>${mine}${run}</li>`;
}

/** The book's own words say already whether it was right, where it gave any of them. */
const TELLS = /^(Right|Not)\b/;

/** @param {Answer} answer */
function answer({ title, given, right, said, tries, hints, shown }) {
  const helped = [
    tries > 0 && some(tries, "wrong try", "wrong tries"),
    hints > 0 && some(hints, "hint"),
    shown && "the solution looked at",
  ].filter(Boolean);
  const mine = given
    ? html`<p>My answer: <span class="own">${given}</span></p>`
    : html`<p>I gave no answer.</p>`;
  const short = TELLS.test(said) ? "" : right ? "Right. " : "Not right. ";
  const words = said && html`The book said: <span class="own">${said}</span>`;
  const verdict = given && html`<p>${short}${words}</p>`;
  const help = helped.length > 0 && html`<p class="soft">With ${helped.join(", ")}.</p>`;
  return html`<li><p class="asked">${title}</p>${mine}${verdict}${help}</li>`;
}

/** @param {Part} part */
const isMine = ({ bets, answers, fixes }) =>
  bets.some(({ kept }) => kept) || answers.length > 0 || fixes.length > 0;

/** @param {Part} part */
function chapter({ title, bets, answers, fixes }) {
  return html`<section>
<h2>${title}</h2>
${bets.some(({ kept }) => kept) && html`<h3>Bets</h3>\n<ol>\n${bets.map(bet)}\n</ol>`}
${answers.length > 0 && html`<h3>Answers</h3>\n<ol>\n${answers.map(answer)}\n</ol>`}
${fixes.map(({ title: name, text }) => html`<h3>My fix: ${name}</h3>\n<pre><code>${text}</code></pre>\n`)}
</section>
`;
}

/** How much there is, as a sentence. @param {Part[]} parts */
function sum(parts) {
  const bets = parts.flatMap((part) => part.bets);
  const placed = bets.filter(({ kept }) => kept && kept.said !== null);
  const won = placed.filter(({ kept }) => kept?.won).length;
  const answers = parts.flatMap((part) => part.answers);
  const right = answers.filter((each) => each.right).length;
  const fixes = parts.flatMap((part) => part.fixes).length;
  return `${some(placed.length, "bet")} placed, ${won} won; ${some(answers.length, "exercise")} answered, ${right} right; ${some(fixes, "fix", "fixes")}.`;
}

/**
 * The file's text. Whatever the entries hold is shown as text, and never run.
 * @param {Chapter[]} chapters with all bets of the book, in its order
 * @param {Entry[]} entries
 * @param {{date?: string, name?: boolean}} [with_] a date in words; an empty line for a name
 */
export function asPage(chapters, entries, { date = "", name = false } = {}) {
  const parts = sorted(chapters, entries);
  const mine = parts.filter(isMine);
  const others = parts.filter((part) => !isMine(part)).map((part) => part.title);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${TITLE}</title>
<style>${ours(STYLE)}</style>
</head>
<body>
<main>
<h1>My bets, answers and fixes</h1>
<p>From the book Parked Forever${date && `, kept on ${date}`}. ${NOTHING}</p>
${name && html`<p class="name">Name: <span></span></p>`}
<p>${sum(parts)}</p>
${mine.length > 0 ? mine.map(chapter) : html`<p>Nothing has been bet, answered or edited yet.</p>`}
${mine.length > 0 && others.length > 0 && html`<p class="soft">Nothing yet from: ${others.join("; ")}.</p>`}
</main>
</body>
</html>
`.text;
}
