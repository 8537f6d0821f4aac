// What the replay's element makes of its data: the stops of a finer knob, columns to draw.

import { expand, ROLES } from "../data.js";

/** Every hour, and every tenth of a factor but the one where the line equals the limit: a race. */
export function finer({ stops, threshold, times_h }) {
  const factors = Array.from({ length: 31 }, (_, i) => Number((1 + i / 10).toFixed(1)));
  return {
    factor: factors.filter((factor) => factor !== threshold),
    restart_h: [
      ...new Set([...times_h.filter((hour) => hour && hour % 1 === 0), ...stops.restart_h]),
    ].sort((a, b) => a - b),
  };
}

/** A replay with its columns expanded, and those that follow from them. */
export function expanded(replay, { times_h, slow_h, memory }) {
  const columns = Object.fromEntries(ROLES.map((role) => [role, expand(replay[role])]));
  const tasks = columns.parked.map((_, i) =>
    ROLES.reduce((sum, role) => sum + columns[role][i], 0),
  );
  const slow = (hour) => slow_h.some(([from, to]) => from <= hour && hour < to);
  const missed = expand(replay.missed);
  return {
    ...replay,
    columns,
    atWork: tasks.map((all, i) => all - columns.parked[i]),
    missed,
    latency: times_h.map((hour) => (slow(hour) ? replay.slow_s : replay.usual_s)),
    recent: missed.map((sum, i) => (missed[i + 1] ?? sum) - sum),
    least: tasks.map((n) => memory.at_rest_mib + n * memory.least_mib),
    most: tasks.map((n) => memory.at_rest_mib + n * memory.most_mib),
  };
}
