// Task profiles as they come from Python (leaklab.labs.task_profile), their tables put back in.

/** @import { ProfileAnswer, ProfileGroup } from "../made/wire.js" */
/** @import { Role } from "../made/roles.js" */

/** A task's role; "run" for the run's own, which have no place in the census. */
/** @typedef {Role | "run"} TaskRole */

/**
 * A line on a stack. `function` is whole, `name` without the module, `short` its last part alone;
 * `place` is the file without its folders, and the line.
 * @typedef {{function: string, file: string, line: number, name: string, short: string, place: string}} Frame
 */

/**
 * Tasks with one stack, innermost frame first; `telling` is the frame that tells most.
 * @typedef {Object} Group
 * @property {string} key
 * @property {TaskRole} role
 * @property {string} state
 * @property {number} count
 * @property {Frame[]} stack
 * @property {number} at
 * @property {Frame} telling
 * @property {Frame[]} makers
 * @property {number[]} waited_s
 */

/** @typedef {{total: number, groups: Group[], debug1: string, debug2: string, proto: Uint8Array<ArrayBuffer>}} Profile */

/**
 * The profile of an answer: groups with their frames, the two texts, the unpacked download.
 * @param {ProfileAnswer} answer
 * @returns {Profile}
 */
export function expandProfile({ total, groups, debug1, debug2, proto, frames, lines, protos }) {
  const named = frames.map(expandFrame);
  const text = (/** @type {number[]} */ places) => places.map((place) => lines[place]).join("\n");
  return {
    total,
    groups: groups.map((group) => expandGroup(group, named)),
    debug1: text(debug1),
    debug2: text(debug2),
    proto: Uint8Array.from(atob(protos[proto]), (letter) => letter.charCodeAt(0)),
  };
}

/**
 * @param {ProfileGroup} group
 * @param {Frame[]} named
 * @returns {Group}
 */
function expandGroup({ role, state, count, frames, at, made_by, waited_s }, named) {
  const stack = frames.map((place) => named[place]);
  const key = stack.map((each) => `${each.function} ${each.line}`).join();
  const makers = made_by.map((place) => named[place]);
  const telling = stack[at];
  return {
    key,
    role: /** @type {TaskRole} */ (role),
    state,
    count,
    stack,
    at,
    telling,
    makers,
    waited_s,
  };
}

/**
 * @param {[string, string, number]} packed
 * @returns {Frame}
 */
export function expandFrame([full, file, line]) {
  const module = file.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  const name = full.startsWith(`${module}.`) ? full.slice(module.length + 1) : full;
  const base = file.slice(file.lastIndexOf("/") + 1);
  const short = name.slice(name.lastIndexOf(">.") + 1).replace(/^\./, "");
  return { function: full, file, line, name, short, place: `${base}:${line}` };
}
