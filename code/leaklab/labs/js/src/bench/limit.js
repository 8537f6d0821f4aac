// How long an answer may take. What the book's own server takes on this machine, in this moment, is
// the measure: a right fix is not to be called endless because the machine is slow or busy.

const SHORTEST_MS = 10_000; // all chosen
export const LONGEST_MS = 60_000; // for the book's own server too
export const UNMEASURED_MS = 30_000; // the judge may be asked before any run
const TIMES_THE_BOOK = 10;

/**
 * How long a reader's server may take, when the book's has taken so long at the same setting.
 * @param {number} bookMs
 */
export const limitFor = (bookMs) =>
  Math.min(Math.max(TIMES_THE_BOOK * bookMs, SHORTEST_MS), LONGEST_MS);

/** What is said of an answer that did not come. @param {number} ms */
export const lateWords = (ms) =>
  `there was no answer in ${Math.round(ms / 1000)} s. ` +
  "Is there a loop that goes round without end? If not, this machine is slow: press again.";
