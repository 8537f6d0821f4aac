// What the clinic says of groups and changes, in words and numbers. Pure: no page.

/** @import { Change, Dump, Frame, Group } from "./asking.js" */

/** What each kind of verdict is called, in the order in which they are shown. */
export const KINDS = /** @type {const} */ ({
  leak: "A leak whose story is known",
  suspect: "Worth a look",
  symptom: "Waits for others",
  cost: "A cost, which ends",
  unclear: "Too few to say, or no growth",
  ordinary: "Waits as it should",
});

/** @param {number} number */
export const plain = (number) => number.toLocaleString("en");

/** @param {number} count */
export const goroutines = (count) => `${plain(count)} goroutine${count === 1 ? "" : "s"}`;

/** @param {Dump} dump */
export function headline(dump) {
  const of = dump.missing ? ` of ${plain(dump.stated ?? 0)}` : "";
  const stacks = dump.groups.length;
  return `${dump.name}: ${plain(dump.total)}${of} goroutine${dump.total === 1 ? "" : "s"} in ${stacks} group${stacks === 1 ? "" : "s"} (${dump.form})`;
}

/** A file's name without its folders. @param {string} path */
export const fileName = (path) => path.replaceAll("\\", "/").split("/").pop() ?? "";

/** @param {Frame} frame */
export const place = (frame) => (frame.file ? `${fileName(frame.file)}:${frame.line}` : "");

/**
 * A function without the path of its package: `filters.(*timeoutHandler).ServeHTTP`.
 * @param {string} name
 */
export function shortName(name) {
  const ends = [name.indexOf("["), name.indexOf("(")].filter((at) => at >= 0);
  const head = name.slice(0, ends.length ? Math.min(...ends) : name.length);
  return name.slice(head.lastIndexOf("/") + 1);
}

/** @param {Group} group */
export function minutes(group) {
  if (!group.minutes) return "";
  const { least, median, most } = group.minutes;
  return least === most ? `${most}` : `${least} to ${most}, median ${median}`;
}

/** @param {Group} group */
export const state = (group) => [group.state || "not in this form", ...group.marks].join(", ");

/** The frame that tells most. @param {{frames: Frame[], telling: number}} stack */
export const telling = ({ frames, telling: at }) =>
  frames[at] ?? { function: "?", file: "", line: 0 };

/**
 * Whether a group has this text in its state, its functions or its files.
 * @param {Group} group
 * @param {string} text
 */
export function has(group, text) {
  const asked = text.trim().toLowerCase();
  if (!asked) return true;
  const frames = group.created_by ? [...group.frames, group.created_by] : group.frames;
  const said = frames.map((each) => `${each.function} ${each.file}:${each.line}`);
  return [group.state, group.title, ...said].some((each) => each.toLowerCase().includes(asked));
}

/** @param {Change} change */
export function course(change) {
  const rate =
    change.per_minute == null ? "" : `, ${signed(Number(change.per_minute.toFixed(1)))} a minute`;
  return `${change.counts.map(plain).join(" to ")}${rate}`;
}

/** @param {number} number */
export const signed = (number) => (number > 0 ? `+${plain(number)}` : plain(number));
