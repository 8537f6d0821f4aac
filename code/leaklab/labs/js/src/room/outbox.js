// What the room does not know yet of what this browser keeps: in the order in which it came about.
//
// Each change has a turn, counted up; the server leaves a change alone whose turn is not newer than
// what it has. So a change may be sent twice, and counts once.

/** @import { Entry } from "../reader/store.js" */

/**
 * A change: what it is about ("bet/slower"), and what it is now: a choice in words, or whether an
 * exercise is solved; null: taken back.
 * @typedef {{key: string, value: string | true | null, turn: number}} Change
 * @typedef {{turn: number, told: Record<string, string | true>, waiting: Change[]}} Outbox
 */

/** @type {Outbox} */
export const EMPTY = { turn: 0, told: {}, waiting: [] };

/**
 * What the store holds, as far as it is an outbox.
 * @param {any} value
 * @returns {Outbox}
 */
export const asOutbox = (value) =>
  Number.isInteger(value?.turn) && Array.isArray(value.waiting) && value.told instanceof Object
    ? value
    : EMPTY;

/** What a room counts of the entries. @param {Entry[]} entries */
function counted(entries) {
  /** @type {Map<string, string | true>} */
  const now = new Map();
  for (const { kind, id, value } of entries) {
    if (kind === "bet" && typeof value?.said === "string") now.set(`bet/${id}`, value.said);
    if (kind === "answer" && value?.right === true) now.set(`answer/${id}`, true);
  }
  return now;
}

/**
 * The outbox with what has changed since; the same one when nothing has.
 * @param {Outbox} outbox
 * @param {Entry[]} entries
 * @returns {Outbox}
 */
export function noticed(outbox, entries) {
  const now = counted(entries);
  const known = new Map(
    /** @type {[string, string | true | null][]} */ (Object.entries(outbox.told)),
  );
  for (const { key, value } of outbox.waiting) known.set(key, value);
  /** @type {Change[]} */
  const fresh = [];
  let { turn } = outbox;
  for (const [key, value] of now) {
    if (known.get(key) !== value) fresh.push({ key, value, turn: ++turn });
  }
  for (const [key, value] of known) {
    if (value !== null && !now.has(key)) fresh.push({ key, value: null, turn: ++turn });
  }
  if (!fresh.length) return outbox;
  const renewed = new Set(fresh.map(({ key }) => key));
  const waiting = outbox.waiting.filter(({ key }) => !renewed.has(key));
  return { ...outbox, turn, waiting: [...waiting, ...fresh] };
}

/**
 * The outbox once the server has taken this change, or will never take it.
 * @param {Outbox} outbox
 * @param {Change} change
 * @returns {Outbox}
 */
export function sent(outbox, { key, value, turn }) {
  const told = { ...outbox.told };
  if (value === null) delete told[key];
  else told[key] = value;
  return { ...outbox, told, waiting: outbox.waiting.filter((each) => each.turn !== turn) };
}

/**
 * The change as the server wants it; null for a bet or a choice that this book has no more.
 * @param {Change} change
 * @param {Record<string, string[]>} choices of each bet, as browsers keep them
 */
export function asMessage({ key, value, turn }, choices) {
  const [kind, ...rest] = key.split("/");
  const name = rest.join("/");
  if (kind === "answer") return { exercise: name, solved: value === true, turn };
  if (value === null) return name in choices ? { bet: name, choice: null, turn } : null;
  const choice = (choices[name] ?? []).indexOf(/** @type {string} */ (value));
  return choice < 0 ? null : { bet: name, choice, turn };
}
