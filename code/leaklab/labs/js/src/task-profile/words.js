// What a task profile says in words.

import { count, plain } from "../data.js";
import { STACKED } from "../made/roles.js";
import { growth } from "./data.js";

/** @import { ProfileKnobs } from "../made/wire.js" */
/** @import { Change, Group, Profile, TaskRole } from "./data.js" */

/** The roles in the order in which stacks stand side by side. @type {TaskRole[]} */
export const SIDES = [...STACKED, "run"];

/** The roles in words. @type {Record<TaskRole, string>} */
export const WORDS = /** @type {any} */ ({
  ...Object.fromEntries(STACKED.map((role) => [role, role])),
  run: "the run",
});

/** @type {Record<string, string>} */
const PARKED = { "chan send": "parked at their send" };
/** @type {Record<TaskRole, string>} */
const DOING = {
  parked: "parked elsewhere",
  worker: "in their handler",
  serving: "serving",
  drainer: "draining",
  run: "of the run itself",
};

/**
 * A share as a percentage: 100 only when it is all, 0 only when it is none.
 * @param {number} part
 * @param {number} whole
 */
export function percent(part, whole) {
  const exact = (100 * part) / whole;
  if (exact > 1 && exact < 99) return `${Math.round(exact)} %`;
  const tenths = Math.round(exact * 10) / 10;
  return `${part === whole ? 100 : part ? Math.min(99.9, Math.max(0.1, tenths)) : 0} %`;
}

/**
 * "1 task", "300 tasks".
 * @param {number} n
 */
export const tasks = (n) => `${count(n)} ${n === 1 ? "task" : "tasks"}`;

/**
 * What the lab asks for before anything has been turned.
 * @param {Pick<ProfileKnobs, "since_s">} setting
 */
export const ask = ({ since_s }) =>
  since_s
    ? "Drag the moment to the right: which stack goes on growing, and which are as they were?"
    : "Drag the moment through the run: which group of tasks grows, and which do not?";

/**
 * A number with its sign; a true minus, as wide as the plus.
 * @param {number} n
 */
export const signed = (n) => (n > 0 ? `+${count(n)}` : n < 0 ? `−${count(-n)}` : "±0");

/** @param {number} n */
const stacks = (n) => `${n} ${n === 1 ? "stack" : "stacks"}`;

/**
 * The sentence about two moments: what grew, what shrank, what is as it was.
 * @param {Change[]} all
 * @param {ProfileKnobs} setting
 */
export function difference(all, { handler, since_s, moment_s }) {
  const [from, to] = [since_s, moment_s].sort((a, b) => a - b);
  const named = (/** @type {Change[]} */ some) =>
    some.map((each) => `${signed(growth(each))} ${doing(each)}`).join(", ");
  const grew = all.filter((each) => growth(each) > 0);
  const shrank = all.filter((each) => growth(each) < 0).reverse();
  const same = all.length - grew.length - shrank.length;
  const begin = `From ${plain(from)} s to ${plain(to)} s in ${handler},`;
  const rest = same ? ` ${stacks(same)} ${same === 1 ? "is" : "are"} as before.` : "";
  if (!grew.length && !shrank.length) {
    return `${begin} no stack grew and none shrank.${rest}`;
  }
  const more = grew.length ? `${stacks(grew.length)} grew: ${named(grew)}.` : "no stack grew.";
  const less = shrank.length
    ? ` ${stacks(shrank.length)} shrank: ${named(shrank)}.`
    : " No stack shrank.";
  return `${begin} ${more}${less}${rest}`;
}

/** @param {Change} change */
function doing({ role, state, telling, ...change }) {
  if (role !== "parked") return DOING[role];
  const words = PARKED[state] || `parked (${state})`;
  return growth(change) > 0 ? `${words} (${telling.place})` : words;
}

/**
 * The sentence above the picture: how many tasks there are, and where most of them stand.
 * @param {Pick<Profile, "total" | "groups">} profile
 * @param {ProfileKnobs} setting
 */
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
  const rest = alone ? "The other one takes the profile" : `The rest: ${doings(others)}`;
  return `${begin}; ${share} ${stand}: ${where}, ${parked.telling.place}. ${rest}.`;
}

/**
 * What the tasks of these groups do, role by role.
 * @param {Group[]} groups
 */
function doings(groups) {
  const sum = (/** @type {TaskRole} */ role) =>
    groups.filter((group) => group.role === role).reduce((n, group) => n + group.count, 0);
  const others = STACKED.filter(sum).map((role) => `${count(sum(role))} ${DOING[role]}`);
  const run = sum("run");
  return [...others, run === 1 ? "the one that takes the profile" : `${run} ${DOING.run}`].join(
    ", ",
  );
}

/**
 * How long the tasks of a group have waited; "" where nobody knows.
 * @param {Pick<Group, "waited_s" | "count">} group
 */
export function waited({ waited_s, count: n }) {
  if (!waited_s.length) return "";
  const [least, most] = waited_s.map((seconds) => plain(Number(seconds.toFixed(1))));
  const have = n === 1 ? "It has" : "They have";
  return `${have} waited ${least === most ? "" : `${least} to `}${most} s.`;
}
