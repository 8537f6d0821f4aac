// Runs as they come from Python (leaklab.labs.encoding): columns as pairs of step and repetition.

import { STACKED } from "./made/roles.js";

/** @import { Columns, LabData, RunData } from "./made/wire.js" */
/** @import { Role } from "./made/roles.js" */

/**
 * A run as a chart draws it: a column a role, their sum, and the counting rule's where it holds.
 * @typedef {Record<Role | "tasks", number[]> & { rule?: number[] }} Expanded
 * @typedef {Omit<RunData, Role | "rule"> & { columns: Expanded }} Run
 */

/**
 * The column that `pairs` stand for: [5, 3, 0, 1] is 5, 10, 15, 15.
 * @param {number[]} pairs
 */
export function expand(pairs) {
  /** @type {number[]} */
  const column = [];
  let value = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    for (let n = 0; n < pairs[i + 1]; n++) {
      value += pairs[i];
      column.push(value);
    }
  }
  return column;
}

/**
 * The columns of the roles, and `tasks`, which is their sum.
 * @param {Columns} packed
 * @returns {Expanded}
 */
export function expandColumns(packed) {
  const roles = STACKED.map((role) => /** @type {const} */ ([role, expand(packed[role])]));
  const tasks = roles[0][1].map((_, i) => roles.reduce((sum, [, column]) => sum + column[i], 0));
  return { .../** @type {Record<Role, number[]>} */ (Object.fromEntries(roles)), tasks };
}

/**
 * @param {RunData} run
 * @returns {Run}
 */
function expandRun({ outcomes, peak, left, crash, rule, ...packed }) {
  const columns = expandColumns(packed);
  if (rule) columns.rule = expand(rule);
  return { outcomes, peak, left, crash, columns };
}

/** @type {WeakMap<RunData[], Run[]>} */
const expandedRuns = new WeakMap(); // a recorded answer is shown again and again

/**
 * The runs of an answer with their columns expanded.
 * @param {RunData[]} runs
 */
export function expandRuns(runs) {
  const known = expandedRuns.get(runs) ?? runs.map(expandRun);
  expandedRuns.set(runs, known);
  return known;
}

/**
 * The position in `stops` of `value`, or of the number that is nearest to it.
 * @param {(number | string)[]} stops
 * @param {unknown} value
 */
export function nearest(stops, value) {
  const far = (/** @type {number | string} */ stop) => Math.abs(Number(stop) - Number(value));
  let best = Math.max(0, stops.indexOf(/** @type {any} */ (value)));
  stops.forEach((stop, i) => {
    if (far(stop) < far(stops[best])) best = i;
  });
  return best;
}

/**
 * Where the answer at the stops nearest to `question` stands in the recorded ones: they come in
 * every combination of the knobs' stops, the first knob of `order` slowest, the last one fastest.
 * @param {Pick<LabData, "order" | "stops">} data
 * @param {Record<string, unknown>} question
 */
export function place({ order, stops }, question) {
  return order.reduce(
    (sum, knob) => sum * stops[knob].length + nearest(stops[knob], question[knob]),
    0,
  );
}

/**
 * The recorded stops and those between them, for engines that can run any: multiples of `step`
 * from `low` to `high`, by default about 80 of them in round steps; `without` is left out.
 * @param {number[]} stops
 * @param {{step?: number, low?: number, high?: number, without?: number}} [how]
 */
export function finer(
  stops,
  { step, low = stops[0], high = stops[stops.length - 1], without } = {},
) {
  const by = step ?? roundStep((high - low) / 80 || 1);
  const first = Math.ceil(low / by - 1e-9);
  const last = Math.floor(high / by + 1e-9);
  const multiples = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * by).toFixed(6)),
  );
  return [...new Set([...multiples, ...stops])]
    .filter((stop) => stop !== without)
    .sort((a, b) => a - b);
}

/**
 * The least of 1, 2, 5, 10, 20, … that is not much smaller than `wish`.
 * @param {number} wish
 */
function roundStep(wish) {
  const power = 10 ** Math.floor(Math.log10(wish));
  return [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= wish * 0.9) ?? wish;
}

const grouped = new Intl.NumberFormat("en");

/**
 * A count for the eye: 45000 is 45,000.
 * @param {number} value
 */
export const count = (value) => grouped.format(value);

/**
 * A quantity without float dust: 0.30000000000000004 is 0.3.
 * @param {number} value
 */
export const plain = (value) => String(Number(Number(value).toPrecision(6)));
