// What a limits lab says: what to do, what its knobs mean, what a run has come to.

import { count, plain } from "../data.js";
import { COUNTS, NAMES } from "../made/limits.js";

/** @import { LimitsAnswer, LimitsCall, LimitsKnobs } from "../made/wire.js" */

/** A knob in words; `options` where it is a choice; `any` the stops of an engine that runs all.
 * @typedef {Object} KnobWords
 * @property {string} label
 * @property {(value: number) => string} [says]
 * @property {Record<string, string>} [options]
 * @property {{step: number, low: number, high: number, without?: number}} [any]
 */

const seconds = (/** @type {number} */ value) => `${plain(value)} s`;
export const WORK_S = 75; // a clock that rings then or later never does
const NO_YES = { no: "no", yes: "yes" };

/** @type {Record<keyof Required<LimitsKnobs>, KnobWords>} */
export const KNOBS = {
  slots: {
    label: NAMES.slots,
    says: (value) => `${count(value)} at once`,
    any: { step: 1, low: 1, high: 100 },
  },
  place: {
    label: NAMES.place,
    options: { inside: "inside the timeout", outside: "outside the timeout" },
  },
  handler: { label: NAMES.handler },
  retries: {
    label: NAMES.retries,
    says: (value) => (value ? `${count(value)} ${value === 1 ? "time" : "times"}` : "never"),
    any: { step: 1, low: 0, high: 8 },
  },
  patience_s: {
    label: NAMES.patience_s,
    says: seconds,
    any: { step: 5, low: 5, high: 120, without: 60 },
  },
  pages: {
    label: NAMES.pages,
    says: (value) => (value === 1 ? "1, the whole" : count(value)),
    any: { step: 1, low: 1, high: 20 },
  },
  list_s: {
    label: NAMES.list_s,
    says: seconds,
    any: { step: 5, low: 5, high: 500 },
  },
  client_s: { label: NAMES.client_s, says: seconds, any: { step: 5, low: 5, high: 105 } },
  server_s: { label: NAMES.server_s, says: seconds, any: { step: 5, low: 5, high: 105 } },
  own_s: {
    label: NAMES.own_s,
    says: (value) => (value < WORK_S ? seconds(value) : "none"),
    any: { step: 5, low: 5, high: WORK_S },
  },
  listens: { label: NAMES.listens, options: NO_YES },
};

const BUSY = "100 requests a second come for 4 s, each takes 0.9 s, and the timeout is 0.605 s.";

/**
 * What a reader is asked to do first, and what is given, by the lab's mode.
 * @type {Record<string, [ask: string, given: string]>}
 */
export const ASKS = {
  slots: ["Lower the limit to 20, and see what it bounds.", BUSY],
  place: ["Move the limit outside the timeout, and compare.", `As before, ${BUSY}`],
  retries: [
    "Let the client try again when a call fails, and count what is left.",
    "It pulls a list every 10 minutes. The list takes 75 s, and the server's timeout is 60 s.",
  ],
  pages: [
    "Ask for the list in more pages, until nothing is left.",
    "A page takes its share of the list's time. The server's timeout is 60 s.",
  ],
  clocks: [
    "Take the handler's clock away: move it to the right end.",
    `One call, three clocks. The work takes ${WORK_S} s if no clock ends it.`,
  ],
};

/**
 * The totals of a run in words: pairs of a label and a number.
 * @param {string} picture
 * @param {LimitsAnswer} answer
 * @returns {[string, string][]}
 */
export function readOuts(picture, { numbers, calls }) {
  if (picture === "clocks") return ends(calls[0], numbers.left);
  return Object.entries(COUNTS[picture]).map(([name, label]) => [label, count(numbers[name])]);
}

/**
 * @param {LimitsCall} call
 * @param {number} left
 * @returns {[string, string][]}
 */
function ends(call, left) {
  return [
    ["client", `${LEARNS[call.how]} at ${until(call.waited)}`],
    ["serving task ends", until(call.served)],
    ["handler ends", until(call.worked)],
    ["left for ever", count(left)],
  ];
}

/** @type {Record<string, string>} */
const LEARNS = {
  answered: "has an answer",
  "timed out": "gets a 504",
  "gave up": "gives up",
  refused: "is refused",
  cut: "is cut off",
};

/** @param {number | null} t */
const until = (t) => (t === null ? "no time" : seconds(t));

/**
 * The sentence under the picture, about this very run.
 * @param {string} picture
 * @param {LimitsAnswer} answer
 * @param {LimitsKnobs} setting
 */
export function sentence(picture, answer, setting) {
  if (picture === "work") return ofWork(answer, setting);
  if (picture === "pull") return ofPull(answer);
  return ofChain(answer.calls[0], setting);
}

/** @param {number} n */
const leaves = (n) =>
  n ? `${count(n)} ${n === 1 ? "task is" : "tasks are"} left for ever` : "nothing is left";

/**
 * @param {LimitsAnswer} answer
 * @param {LimitsKnobs} setting
 */
function ofWork({ numbers }, { slots = 0, place, handler }) {
  const { sent, refused, most_at_work: most, over_limit: over, left } = numbers;
  const limit = `With a limit of ${count(slots)} ${place} the timeout`;
  const bounds = over ? `, ${count(over)} more than the limit` : "";
  const none = refused ? count(refused) : "none";
  return (
    `${limit}, at most ${count(most)} handlers work at once${bounds}. ` +
    `Of ${count(sent)} requests ${none} ${refused === 1 ? "is" : "are"} refused, ` +
    `and on ${handler} ${leaves(left)}.`
  );
}

/** @param {LimitsAnswer} answer */
function ofPull({ numbers, calls }) {
  const { sent, left } = numbers;
  const ways = Object.entries(HOW)
    .map(([how, words]) => [calls.filter((call) => call.how === how).length, words])
    .filter(([n]) => n)
    .map(([n, words]) => `${n === calls.length ? (n > 1 ? "all" : "it") : n} ${words}`);
  const of = `${count(calls.length)} ${calls.length === 1 ? "call" : "calls"}`;
  const all = `${count(sent)} calls in the hour`;
  return `The first pull makes ${of}: ${ways.join(", ")}. After ${all} ${leaves(left)}.`;
}

/** @type {Record<string, string>} */
const HOW = {
  answered: "answered",
  "timed out": "timed out",
  "gave up": "given up by the client",
  refused: "refused",
  cut: "cut off",
};

/**
 * Whose clock rang first, and what became of the rest.
 * @param {LimitsCall} call
 * @param {LimitsKnobs} setting
 */
function ofChain({ how, waited, served, worked, gone }, { own_s = WORK_S }) {
  const parked = "Its result has no receiver left, and its worker is parked for ever.";
  if (how === "answered") {
    const whose = own_s < WORK_S ? "The handler's clock rings first" : "The work is done first";
    const what = own_s < WORK_S ? "the handler's own error, in time" : "its answer";
    return `${whose}, at ${until(waited)}: the client gets ${what}. All end together, and nothing is left.`;
  }
  const on =
    worked === waited
      ? "The handler hears of it and ends at once."
      : `The handler works on until ${until(worked)}, for nobody.`;
  if (how === "timed out") {
    const heard =
      worked === waited ? "The handler hears of it and ends at once, but too late." : on;
    return `The server's clock rings first, at ${until(waited)}: the client gets a 504. ${heard} ${parked}`;
  }
  const first = `The client's clock rings first, at ${until(waited)}: it learns nothing.`;
  if (gone !== null) {
    return `${first} ${on} The serving task is still there to receive, and nothing is left.`;
  }
  return `${first} The server's clock rings at ${until(served)}, unheard. ${on} ${parked}`;
}
