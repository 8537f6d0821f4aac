// Runs as they come from Python (leaklab.labs.encoding): columns as pairs of step and repetition.

export const ROLES = ["parked", "worker", "serving", "drainer"]; // from the bottom of a stack up

/** The column that `pairs` stand for: [5, 3, 0, 1] is 5, 10, 15, 15. */
export function expand(pairs) {
  const column = [];
  let value = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    for (let n = 0; n < pairs[i + 1]; n++) column.push((value += pairs[i]));
  }
  return column;
}

/** A run with its columns expanded; `tasks` is their sum. */
export function expandRun(run) {
  const columns = {};
  for (const role of ROLES) columns[role] = expand(run[role]);
  columns.tasks = columns.parked.map((_, i) =>
    ROLES.reduce((sum, role) => sum + columns[role][i], 0),
  );
  if (run.rule) columns.rule = expand(run.rule);
  return { outcomes: run.outcomes, peak: run.peak, left: run.left, crash: run.crash, columns };
}

/** The position in `stops` that is nearest to `value`. */
export function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(stop - value) < Math.abs(stops[best] - value)) best = i;
  });
  return best;
}

/** Stops between the recorded ones, about 80 of them in round steps, for engines that can run any. */
export function finer(stops) {
  const [low, high] = [stops[0], stops[stops.length - 1]];
  const wish = (high - low) / 80 || 1;
  const power = 10 ** Math.floor(Math.log10(wish));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= wish * 0.9);
  const between = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++)
    between.push(Number((i * step).toFixed(6)));
  return [...new Set([...between, ...stops])].sort((a, b) => a - b);
}

const grouped = new Intl.NumberFormat("en");

/** A count for the eye: 45000 is 45,000. */
export const count = (value) => grouped.format(value);

/** A quantity without float dust: 0.30000000000000004 is 0.3. */
export const plain = (value) => String(Number(Number(value).toPrecision(6)));

const expandedRuns = new WeakMap(); // a recorded answer is shown again and again

/** The runs of an answer with their columns expanded. */
export function expandRuns(runs) {
  if (!expandedRuns.has(runs)) expandedRuns.set(runs, runs.map(expandRun));
  return expandedRuns.get(runs);
}
