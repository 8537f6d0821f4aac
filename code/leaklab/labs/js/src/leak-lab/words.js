// What a lab says in words about the runs it shows.

import { count, plain } from "../data.js";

/** The sentence under the plot: what the setting does, in numbers of the runs shown. */
export function sentence(setting, handlers, runs) {
  const { latency_s, rate_per_s, timeout_s } = setting;
  const late = latency_s >= timeout_s;
  const first = late
    ? `At ${plain(latency_s)} s every request outlives its timeout of ${plain(timeout_s)} s, ${plain(rate_per_s)} a second.`
    : `At ${plain(latency_s)} s every answer comes before the timeout of ${plain(timeout_s)} s.`;
  return `${first} ${fates(handlers, runs)}`;
}

/** What became of each handler's tasks. */
export function fates(handlers, runs) {
  return runs.map((run, i) => `${handlers[i]}: ${fate(run)}`).join(" ");
}

function fate(run) {
  if (run.crash) return `the process dies at ${plain(run.crash.t_s)} s.`;
  const peak = `${count(run.peak)} tasks at the peak`;
  return run.left
    ? `${count(run.left)} tasks parked for ever, ${peak}.`
    : `nothing stays behind, ${peak}.`;
}

/** What live servers hold at this moment. */
export function liveSentence(frame, handlers, runs) {
  const now = runs.map(({ columns, crash }, i) => {
    if (crash) return `${handlers[i]}: the process died at ${plain(crash.t_s)} s.`;
    const parked = columns.parked.at(-1);
    return `${handlers[i]}: ${count(columns.tasks.at(-1))} tasks, ${parked ? count(parked) : "none"} of them parked for ever.`;
  });
  const full = frame.full ? " The servers hold so many tasks now that they rest." : "";
  return `Live, at ${Math.round(frame.t_s)} s of virtual time. ${now.join(" ")}${full}`;
}

/** The tasks of one run at `sample`, by role, as pairs of name and number. */
export function tasksAt({ columns }, sample) {
  const roles = ["serving", "worker", "parked", "drainer"].map((role) => [
    role,
    columns[role][sample],
  ]);
  return [["alive", columns.tasks[sample]], ...roles];
}

/** What a whole run came to, as pairs of name and number. */
export function totals({ outcomes, peak }) {
  const cut = (outcomes.aborted || 0) + (outcomes.no_status || 0);
  return [
    ["peak", peak],
    ["200", outcomes.ok_200 || 0],
    ["504", outcomes.timeouts_504 || 0],
    ["429", outcomes.rejected_429 || 0],
    ["cut", cut],
  ];
}
