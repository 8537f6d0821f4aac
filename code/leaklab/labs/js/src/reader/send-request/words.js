// What is said beside moving requests; each story's own sentences come with it.

import { count, plain } from "../../data.js";

/** @import { SendData } from "../../made/wire.js" */

/** @typedef {{sent: number, ok: number, late: number, parked: number}} Tally */
/** @typedef {{number: number, fate: string, answer: number, parked: boolean}} Fate */

/** @param {string} handler */
export const version = (handler) => handler.replace(/^k8s-/, "");

/** @param {number} many */
export const sendMany = (many) => (many === 1000 ? "Send a thousand" : `Send ${count(many)}`);

export const FIRST = "Press the button, and follow one request through the server.";

export const STILLS = "Your system asks for less motion: each press shows the next still picture.";

/** @param {SendData} data */
export const slowNow = ({ lines, timeout_s }) =>
  `The line has become slow: the next request takes ${plain(lines.slow)} s, and the server waits ` +
  `${plain(timeout_s)} s at most. Send it.`;

/** @param {SendData} data */
export const leftOne = ({ many }) =>
  `The client has its answer, and one task stays. Send more: one a press, or ${count(many)} by machine.`;

/** @param {string} handler */
export const restarted = (handler) => `${version(handler)} starts, with nothing left behind.`;

/** @param {boolean} leaks */
export const afterMany = (leaks) =>
  leaks
    ? "They stay until the server ends. Restart it, or choose 1.17 and send the same there."
    : "None stays. How that is done, and what it costs, the chapters tell.";

/**
 * While the machine sends: the tasks at `t`.
 * @param {number} t
 * @param {number} tasks
 * @param {number} parked
 */
export const amid = (t, tasks, parked) =>
  `After ${plain(Number(t.toFixed(1)))} s: ${count(tasks)} tasks alive, ${count(parked)} of them parked.`;

/**
 * @param {SendData} data
 * @param {string} handler
 */
export const machineDone = ({ many, runs }, handler) =>
  `${count(many)} slow requests to ${version(handler)}: ` +
  `${count(runs[handler].peak)} tasks at most, ${count(runs[handler].left)} left behind.`;

/**
 * The fates of requests that ended one soon after the other, as one sentence.
 * @param {Fate[]} fates
 */
export function fateOf(fates) {
  if (fates.length === 1) return `Request ${count(fates[0].number)} was ${fates[0].fate}`;
  const ok = fates.filter(({ answer }) => answer === 200).length;
  const late = fates.length - ok;
  const parked = fates.filter((each) => each.parked).length;
  const answers = [ok && `${count(ok)} answered 200`, late && `${count(late)} answered 504`];
  const stay = parked ? `${count(parked)} left a worker parked` : "no worker stays";
  const told = answers.filter(Boolean).join(" and ");
  return `The last ${count(fates.length)} requests: ${told}; ${stay}.`;
}

/**
 * @param {Tally} tally
 * @param {number} moving how many are on their way
 */
export function tallyOf({ sent, ok, late, parked }, moving) {
  if (!sent) return "Each request plays a recorded run, in slow motion.";
  const parts = [`in time (200): ${count(ok)}`, `late (504): ${count(late)}`];
  if (moving) parts.push(`on their way: ${count(moving)}`);
  parts.push(`left behind: ${count(parked)}`);
  return `${count(sent)} sent; ${parts.join(", ")}.`;
}
