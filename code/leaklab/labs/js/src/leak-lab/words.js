// What a leak lab says in words about the runs it shows.

import { count, plain } from "../data.js";
import { ROLES } from "../made/roles.js";

/** @import { LeakKnobs } from "../made/wire.js" */
/** @import { Run } from "../data.js" */

/**
 * The sentence under the plot: what the setting does, in numbers of the runs shown.
 * @param {LeakKnobs} setting
 * @param {string[]} handlers
 * @param {Run[]} runs
 */
export function sentence(setting, handlers, runs) {
  const { latency_s, rate_per_s, timeout_s } = setting;
  const [latency, rate, timeout] = [latency_s, rate_per_s, timeout_s].map(plain);
  const own = clients(setting);
  const whose = own.length ? "the server's" : "the";
  let first = `At ${latency} s every answer comes before ${whose} timeout of ${timeout} s.`;
  if (latency_s > timeout_s)
    first = `At ${latency} s every request outlives its timeout of ${timeout} s, ${rate} a second.`;
  else if (latency_s === timeout_s)
    first = `At ${latency} s every answer is ready at the very instant of the timeout, which comes first here, ${rate} a second.`;
  return [first, ...own, fates(handlers, runs, own.length > 0)].join(" ");
}

/** @param {Run} run */
function counted({ outcomes }) {
  const [late, gone] = [outcomes.timeouts_504 || 0, outcomes.clients_left || 0];
  return `${late ? count(late) : "no"} timeouts, ${gone ? count(gone) : "no"} clients gone; `;
}

/**
 * What clients do of their own accord, where a lab has sliders for it.
 * @param {LeakKnobs} setting
 */
function clients({ client_hangup_s, client_timeout_s }) {
  const hangup = client_hangup_s && `Clients hang up after ${plain(client_hangup_s)} s.`;
  const timeout = client_timeout_s && `They send ?timeout=${plain(client_timeout_s)}s.`;
  return [hangup, timeout].filter(Boolean);
}

/**
 * What became of each handler's tasks.
 * @param {string[]} handlers
 * @param {Run[]} runs
 * @param {boolean} [clients] with the timeouts and the clients who left
 */
export function fates(handlers, runs, clients = false) {
  const ends = (/** @type {Run} */ run) => (clients ? counted(run) : "") + fate(run);
  return runs.map((run, i) => `${handlers[i]}: ${ends(run)}`).join(" ");
}

/** @param {Run} run */
function fate(run) {
  if (run.crash) return `the process dies at ${plain(run.crash.t_s)} s.`;
  const peak = `${count(run.peak)} tasks at the peak`;
  const left = run.left ? `${count(run.left)} tasks parked for ever` : "nothing stays behind";
  return `${left}, ${peak}.`;
}

/**
 * What the servers hold at one moment of a run, `whole` s long.
 * @param {number} t_s
 * @param {number} whole
 * @param {string[]} handlers
 * @param {Run[]} runs
 * @param {number} sample
 */
export function momentSentence(t_s, whole, handlers, runs, sample) {
  const held = runs.map((run, i) => holding(handlers[i], run, sample, t_s));
  return `At ${plain(t_s)} s of ${plain(whole)} s. ${held.join(" ")}`;
}

/**
 * What one server holds.
 * @param {string} handler
 * @param {Run} run
 * @param {number} sample
 * @param {number} t_s
 */
export function holding(handler, { columns, crash }, sample, t_s) {
  if (crash && crash.t_s <= t_s) return `${handler}: the process died at ${plain(crash.t_s)} s.`;
  const [tasks, parked] = [columns.tasks, columns.parked].map((each) => each[sample] ?? 0);
  const all = `${handler}: ${count(tasks)} ${tasks === 1 ? "task" : "tasks"}`;
  return `${all}, ${parked ? count(parked) : "none"} of them parked.`;
}

/**
 * What live servers hold at this moment.
 * @param {{t_s: number, full: boolean, runs: Run[]}} live
 * @param {string[]} handlers
 */
export function liveSentence({ t_s, full, runs }, handlers) {
  const now = runs.map((run, i) =>
    holding(handlers[i], run, run.columns.tasks.length - 1, Number.POSITIVE_INFINITY),
  );
  const rest = full ? " The servers hold so many tasks now that they rest." : "";
  return `Live, at ${moment(t_s)} of virtual time. ${now.join(" ")}${rest}`;
}

/**
 * A moment for a read-out: a tenth of a second is as fine as anybody reads.
 * @param {number} t_s
 */
export const moment = (t_s) => `${t_s.toFixed(1).replace(/\.0$/, "")} s`;

/**
 * The tasks of one run at `sample`, by role, as pairs of name and number.
 * @param {Run} run
 * @param {number} sample
 * @returns {[string, number][]}
 */
export function tasksAt({ columns }, sample) {
  return [
    ["alive", columns.tasks[sample]],
    ...ROLES.map((role) => /** @type {[string, number]} */ ([role, columns[role][sample]])),
  ];
}

/**
 * What a run came to, as pairs of words and number. What is rare is left out where it is none.
 * @param {Run} run
 * @param {{clients?: boolean, live?: boolean}} [how] whether clients who left and reports of late
 *   ends are counted too; whether the run goes on, so that nothing can be said of its end
 * @returns {[words: string, number: number, always: boolean][]}
 */
export function totals({ outcomes, peak, left }, { clients = false, live = false } = {}) {
  return [
    ["answered in time (200)", outcomes.ok_200 || 0, true],
    ["timed out (504)", outcomes.timeouts_504 || 0, true],
    ["refused (429)", outcomes.rejected_429 || 0, false],
    ["cut off", (outcomes.aborted || 0) + (outcomes.no_status || 0), false],
    ["clients gone", outcomes.clients_left || 0, clients],
    ["late ends reported", outcomes.handle_error_calls || 0, clients],
    ["peak", peak, true],
    ["left", live ? 0 : left, !live],
  ];
}
