// What is kept of an answer on the reader's machine.

/** What is kept of an answer; `title` and `href`, for a list of all, are kept besides. */
export const NOTHING = { given: "", right: false, said: "", tries: 0, hints: 0, shown: false };

/** @typedef {typeof NOTHING} Kept */

/**
 * What the store holds, as far as it is what this edition writes.
 * @param {any} value
 * @returns {Kept}
 */
export function asKept(value) {
  const own = Object.entries(NOTHING).map(([name, nothing]) => {
    const there = value?.[name];
    return [name, typeof there === typeof nothing ? there : nothing];
  });
  return Object.fromEntries(own);
}
