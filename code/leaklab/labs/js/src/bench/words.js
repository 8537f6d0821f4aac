// What a run came to, in a sentence, and the lines of the reader's that it speaks of.

import { count } from "../data.js";

/** @import { Columns } from "../made/wire.js" */
/** @import { Mark } from "./editor.js" */

/**
 * One server's run, as leaklab.book.code_bench.answers tells it.
 * @typedef {Columns & {says: [words: string, total: number][], left_at: string,
 *   left_line: number | null, cut_by: string, cut_line: number | null, crash: string | null}} Told
 */

/**
 * One sentence on the reader's run, for the status line.
 * @param {Told} run
 */
export function sentence(run) {
  const parts = run.says.map(([words, total]) => `${words} ${count(total)}`);
  const left = run.left_at ? ` Left: ${run.left_at}.` : "";
  const cut = run.cut_by ? ` The first answer cut off, by: ${run.cut_by}.` : "";
  const crash = run.crash ? ` ${run.crash}.` : "";
  return `Yours: ${parts.join(", ")}.${left}${cut}${crash}`;
}

/**
 * Lines of the reader's that a run has something to say about.
 * @param {Told} run
 * @returns {Mark[]}
 */
export function remarks(run) {
  /** @type {Mark[]} */
  const marks = [];
  if (run.cut_line) marks.push({ line: run.cut_line, words: run.cut_by, severity: "warning" });
  if (run.left_line) marks.push({ line: run.left_line, words: run.left_at, severity: "info" });
  return marks;
}
