// What the replay's element makes of its data: the stops of finer knobs, columns to draw.

import { expand, expandColumns, finer } from "../data.js";

/** @import { IncidentReplay, IncidentReplayData } from "../made/wire.js" */
/** @import { Expanded } from "../data.js" */

/**
 * A replay with its columns expanded, and those that follow from them: tasks at work, timeouts
 * so far and since the sample before, the line's latency in s, memory in MiB.
 * @typedef {Object} Replay
 * @property {number} slow_s
 * @property {number} freed
 * @property {number} left
 * @property {number} peak
 * @property {Expanded} columns
 * @property {number[]} atWork
 * @property {number[]} missed
 * @property {number[]} recent
 * @property {number[]} latency
 * @property {number[]} least
 * @property {number[]} most
 */

/**
 * Every hour, and every tenth of a factor but the one where the line equals the limit: a race.
 * @param {Pick<IncidentReplayData, "stops" | "threshold" | "times_h">} data
 */
export function finerStops({ stops, threshold, times_h }) {
  const high = times_h[times_h.length - 1];
  return {
    ...stops,
    factor: finer(stops.factor, { step: 0.1, without: threshold }),
    restart_h: finer(stops.restart_h, { step: 1, low: 1, high }),
  };
}

/** @type {WeakMap<IncidentReplay, Replay>} */
const expanded = new WeakMap(); // a recorded replay is shown again and again

/**
 * @param {IncidentReplay} replay
 * @param {Pick<IncidentReplayData, "times_h" | "slow_h" | "memory">} data
 * @returns {Replay}
 */
export function expandReplay(replay, data) {
  const known = expanded.get(replay) ?? makeReplay(replay, data);
  expanded.set(replay, known);
  return known;
}

/**
 * @param {IncidentReplay} replay
 * @param {Pick<IncidentReplayData, "times_h" | "slow_h" | "memory">} data
 * @returns {Replay}
 */
function makeReplay(replay, { times_h, slow_h, memory }) {
  const { slow_s, usual_s, freed, left, peak } = replay;
  const columns = expandColumns(replay);
  const missed = expand(replay.missed);
  const { tasks, parked } = columns;
  const slow = (/** @type {number} */ hour) =>
    slow_h.some(([from, to]) => from <= hour && hour < to);
  const mib = (/** @type {number} */ each) => tasks.map((n) => memory.at_rest_mib + n * each);
  return {
    slow_s,
    freed,
    left,
    peak,
    columns,
    atWork: tasks.map((all, i) => all - parked[i]),
    missed,
    recent: missed.map((sum, i) => (missed[i + 1] ?? sum) - sum),
    latency: times_h.map((hour) => (slow(hour) ? slow_s : usual_s)),
    least: mib(memory.least_mib),
    most: mib(memory.most_mib),
  };
}
