// Task profiles as they come from Python (leaklab.labs.task_profile), their tables put back in.

/** @import { OneProfile, ProfileAnswer, ProfileGroup, ProfileTables } from "../made/wire.js" */
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

/** A group at the later of two moments, and how many tasks it had at the earlier one. */
/** @typedef {Group & {was: number}} Change */

/**
 * The profile of an answer: groups with their frames, the two texts, the unpacked download.
 * @param {OneProfile & ProfileTables} answer
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

/**
 * The earlier profile of an answer about two moments, and the text of the difference; null for one.
 * @param {ProfileAnswer} answer
 */
export function expandBefore({ before, difference, frames, lines, protos }) {
  if (!before || !difference) return null;
  const text = difference.map((place) => lines[place]).join("\n");
  return { profile: expandProfile({ ...before, frames, lines, protos }), text };
}

/**
 * Every stack of either profile, what grew most first, what shrank most last.
 * @param {Pick<Profile, "groups">} before
 * @param {Pick<Profile, "groups">} after
 * @returns {Change[]}
 */
export function changes(before, after) {
  const was = new Map(before.groups.map((group) => [group.key, group]));
  const now = after.groups.map((group) => ({ ...group, was: was.get(group.key)?.count ?? 0 }));
  const kept = new Set(after.groups.map((group) => group.key));
  const gone = before.groups.filter(({ key }) => !kept.has(key));
  const all = [...now, ...gone.map((group) => ({ ...group, was: group.count, count: 0 }))];
  return all.sort((a, b) => growth(b) - growth(a));
}

/** @param {Pick<Change, "count" | "was">} change */
export const growth = ({ count, was }) => count - was;
