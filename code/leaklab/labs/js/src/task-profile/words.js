// What a task profile says in words.

import { count, plain } from "../data.js";

/** The roles in words, in the order in which stacks stand side by side. */
export const WORDS = {
  parked: "parked",
  worker: "worker",
  serving: "serving",
  drainer: "drainer",
  run: "the run",
};

const PARKED = { "chan send": "parked at their send" };
const DOING = {
  parked: "parked elsewhere",
  worker: "in their handler",
  serving: "serving",
  drainer: "draining",
};

/** A share as a percentage: 100 only when it is all, 0 only when it is none. */
export function percent(part, whole) {
  const exact = (100 * part) / whole;
  if (exact > 1 && exact < 99) return `${Math.round(exact)} %`;
  const tenths = Math.round(exact * 10) / 10;
  return `${part === whole ? 100 : part ? Math.min(99.9, Math.max(0.1, tenths)) : 0} %`;
}

/** "1 task", "300 tasks". */
export const tasks = (n) => `${count(n)} ${n === 1 ? "task" : "tasks"}`;

/** The sentence above the picture: how many tasks there are, and where most of them stand. */
export function sentence({ total, groups }, { handler, moment_s }) {
  const begin = `At ${plain(moment_s)} s the profile of ${handler} counts ${tasks(total)}`;
  const parked = groups.find((group) => group.role === "parked");
  const others = groups.filter((group) => group !== parked);
  const alone = others.length === 1 && others[0].role === "run"; // the task that takes the profile
  if (!parked && alone) return `${begin}: the one that takes it. None is parked.`;
  if (!parked) return `${begin}; none is parked: ${doings(groups)}.`;
  const share = `${count(parked.count)} of them (${percent(parked.count, total)})`;
  const stand = parked.count === 1 ? "stands" : "stand on one stack";
  const where = PARKED[parked.state] || `parked (${parked.state})`;
  return `${begin}; ${share} ${stand}: ${where}, ${parked.telling.place}. ${alone ? "The other one takes the profile" : `The rest: ${doings(others)}`}.`;
}

/** What the tasks of these groups do, role by role. */
function doings(groups) {
  const sum = (role) =>
    groups.filter((group) => group.role === role).reduce((n, group) => n + group.count, 0);
  const others = Object.keys(DOING)
    .filter(sum)
    .map((role) => `${count(sum(role))} ${DOING[role]}`);
  const run = sum("run");
  return [
    ...others,
    run === 1 ? "the one that takes the profile" : `${run} of the run itself`,
  ].join(", ");
}

/** How long the tasks of a group have waited; "" where nobody knows. */
export function waited({ waited_s, count: n }) {
  if (!waited_s.length) return "";
  const [least, most] = waited_s.map((seconds) => plain(Number(seconds.toFixed(1))));
  return `${n === 1 ? "It has" : "They have"} waited ${least === most ? "" : `${least} to `}${most} s.`;
}
