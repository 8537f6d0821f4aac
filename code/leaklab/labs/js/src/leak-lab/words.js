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
  const first =
    latency_s >= timeout_s
      ? `At ${latency} s every request outlives its timeout of ${timeout} s, ${rate} a second.`
      : `At ${latency} s every answer comes before ${whose} timeout of ${timeout} s.`;
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
 * What live servers hold at this moment.
 * @param {{t_s: number, full: boolean, runs: Run[]}} live
 * @param {string[]} handlers
 */
export function liveSentence({ t_s, full, runs }, handlers) {
  const now = runs.map(({ columns, crash }, i) => {
    if (crash) return `${handlers[i]}: the process died at ${plain(crash.t_s)} s.`;
    const [tasks, parked] = [columns.tasks, columns.parked].map((each) => each[each.length - 1]);
    const all = `${handlers[i]}: ${count(tasks)} tasks`;
    return `${all}, ${parked ? count(parked) : "none"} of them parked for ever.`;
  });
  const rest = full ? " The servers hold so many tasks now that they rest." : "";
  return `Live, at ${Math.round(t_s)} s of virtual time. ${now.join(" ")}${rest}`;
}

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
 * What a whole run came to, as pairs of name and number.
 * @param {Run} run
 * @param {boolean} [clients] with those who left, and the reports of late ends
 * @returns {[string, number][]}
 */
export function totals({ outcomes, peak }, clients = false) {
  const cut = (outcomes.aborted || 0) + (outcomes.no_status || 0);
  /** @type {[string, number][]} */
  const more = [
    ["clients gone", outcomes.clients_left || 0],
    ["late ends reported", outcomes.handle_error_calls || 0],
  ];
  return [
    ["peak", peak],
    ["200", outcomes.ok_200 || 0],
    ["504", outcomes.timeouts_504 || 0],
    ["429", outcomes.rejected_429 || 0],
    ["cut", cut],
    ...(clients ? more : []),
  ];
}
