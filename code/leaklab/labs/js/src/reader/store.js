// What a reader has done, kept on the reader's own machine: one entry a thing, in localStorage.
//
// An entry is {edition, ...}: what a later edition of the book wrote in another form is left as it
// is. Where nothing can be kept (storage is full, or forbidden), entries live as long as the page.
// Each bundle of a page has a copy of this module: they share what is not kept, and hear of changes
// by an event of the document.

const PREFIX = "parked-forever/";
const EDITION = 1;

/** @typedef {"bet" | "answer" | "code" | "switch" | "room"} Kind what an entry is about */
/** @typedef {{kind: Kind, id: string, value: any}} Entry */

const CHANGED = `${PREFIX}changed`;
const SHARED = Symbol.for(`${PREFIX}unkept`);

/** @type {any} */
const page = globalThis;
/** @type {Map<string, string>} */
const unkept = page[SHARED] ?? new Map(); // what storage would not take, by its key
page[SHARED] = unkept;
/** @type {EventTarget} */
const changes = globalThis.document ?? new EventTarget();

/** @param {Kind} kind @param {string} id */
const keyOf = (kind, id) => `${PREFIX}${kind}/${id}`;

/** The browser's storage, or null where it is forbidden: asking for it throws there. */
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** @param {string} key */
function text(key) {
  try {
    return unkept.get(key) ?? storage()?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/**
 * What is kept under this name; null when there is nothing, or nothing that this edition knows.
 * @param {Kind} kind
 * @param {string} id
 */
export function read(kind, id) {
  try {
    const { edition, value } = JSON.parse(text(keyOf(kind, id)) ?? "{}");
    return edition === EDITION ? (value ?? null) : null;
  } catch {
    return null;
  }
}

/**
 * Keep `value`, which JSON can hold. Whether it will be there when the page is opened again.
 * @param {Kind} kind
 * @param {string} id
 * @param {any} value
 */
export function write(kind, id, value) {
  const key = keyOf(kind, id);
  const entry = JSON.stringify({ edition: EDITION, value });
  let kept = false;
  try {
    storage()?.setItem(key, entry);
    kept = Boolean(storage());
  } catch {
    // full or forbidden: below
  }
  if (kept) unkept.delete(key);
  else unkept.set(key, entry);
  tell(key);
  return kept;
}

/**
 * @param {Kind} kind
 * @param {string} id
 */
export function erase(kind, id) {
  const key = keyOf(kind, id);
  unkept.delete(key);
  try {
    storage()?.removeItem(key);
  } catch {
    // forbidden: there was nothing
  }
  tell(key);
}

/** All that this edition knows, in no order. @returns {Entry[]} */
export function entries() {
  const keys = new Set(unkept.keys());
  try {
    const kept = storage();
    for (let n = 0; kept && n < kept.length; n++) keys.add(kept.key(n) ?? "");
  } catch {
    // forbidden
  }
  const found = [];
  for (const key of keys) {
    if (!key.startsWith(PREFIX)) continue;
    const [kind, ...rest] = key.slice(PREFIX.length).split("/");
    const id = rest.join("/");
    const value = read(/** @type {Kind} */ (kind), id);
    if (value !== null) found.push({ kind: /** @type {Kind} */ (kind), id, value });
  }
  return found;
}

/** Erase all entries, those of other editions too: the reader has asked for it. */
export function eraseAll() {
  const keys = new Set(unkept.keys());
  try {
    const kept = storage();
    for (let n = 0; kept && n < kept.length; n++) keys.add(kept.key(n) ?? "");
    for (const key of keys) if (key.startsWith(PREFIX)) kept?.removeItem(key);
  } catch {
    // forbidden
  }
  unkept.clear();
  tell(null);
}

/** @param {string | null} key */
const tell = (key) => changes.dispatchEvent(new CustomEvent(CHANGED, { detail: key }));

/**
 * Call `changed` when any entry changes, in this page or in another tab, until `signal` aborts.
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function watch(changed, signal) {
  changes.addEventListener(CHANGED, () => changed(), { signal });
  const elsewhere = (/** @type {StorageEvent} */ { key }) => {
    if (key === null || key.startsWith(PREFIX)) changed();
  };
  globalThis.addEventListener?.("storage", elsewhere, { signal });
}
