// Where the words of a drawing go: beside what they name, inside the drawing, on no other words.

/**
 * A place on the drawing, in its own units.
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/** A place for words: their baseline's `y`, and the `x` at which they start or end. */
/** @typedef {{x: number, y: number, anchor: "start" | "middle" | "end"}} Spot */

/** Words `wide` units wide, and the spots to try, the best first. */
/** @typedef {{wide: number, spots: Spot[]}} Label */

const ASCENT = 11;
const DESCENT = 4;
const AIR = 2; // around words
const WORSE = 0.02; // than the spot before

/**
 * What words that are `wide` cover at a spot.
 * @param {Spot} spot
 * @param {number} wide
 * @returns {Box}
 */
export function boxAt({ x, y, anchor }, wide) {
  const left = x - { start: 0, middle: wide / 2, end: wide }[anchor];
  return { left, top: y - ASCENT, right: left + wide, bottom: y + DESCENT };
}

/**
 * @param {Box} one
 * @param {Box} other
 */
export const overlap = (one, other) =>
  one.left < other.right + AIR &&
  other.left < one.right + AIR &&
  one.top < other.bottom &&
  other.top < one.bottom;

/**
 * A spot for each label, one after the other, so that what comes later moves nothing that is
 * there. Words never lie on `taken`, which grows, nor outside of `within`; on `lines` only where
 * there is no better spot. Null where there is none at all.
 * @param {Label[]} labels
 * @param {Box} within
 * @param {Box[]} taken
 * @param {Box[]} lines
 * @returns {(Spot | null)[]}
 */
export function placed(labels, within, taken, lines) {
  return labels.map(({ wide, spots }) => {
    let best = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, spot] of spots.entries()) {
      const box = boxAt(spot, wide);
      const inside =
        box.left >= within.left &&
        box.right <= within.right &&
        box.top >= within.top &&
        box.bottom <= within.bottom;
      if (!inside || i * WORSE >= least || taken.some((other) => overlap(box, other))) continue;
      const cost = i * WORSE + lines.filter((line) => overlap(box, line)).length;
      if (cost < least) [best, least] = [spot, cost];
    }
    if (best) taken.push(boxAt(best, wide));
    return best;
  });
}

/**
 * The spots for words beside a line up and down at `x`, from `y` on towards `far`: on its right
 * and on its left, then further along it, then further away, at last beyond its ends.
 * @param {number} x
 * @param {number} y
 * @param {number} far
 * @returns {Spot[]}
 */
export function beside(x, y, far) {
  const way = Math.sign(far - y) || 1;
  const along = Array.from(
    { length: Math.floor(Math.abs(far - y) / 4) + 1 },
    (_, i) => y + way * i * 4,
  );
  const beyond = [14, 28, 42, 56].flatMap((more) => [y - way * more, far + way * more]);
  const at = (/** @type {number} */ gap, /** @type {number} */ height) => [
    { x: x + gap, y: height, anchor: /** @type {const} */ ("start") },
    { x: x - gap, y: height, anchor: /** @type {const} */ ("end") },
  ];
  const near = [9, 22, 36, 60, 90].flatMap((gap) => along.flatMap((height) => at(gap, height)));
  return [...near, ...[9, 36, 60].flatMap((gap) => beyond.flatMap((height) => at(gap, height)))];
}

/**
 * The spots for words under a bar or above it, from its left end on to the right, then leftwards.
 * @param {number} left
 * @param {number} right
 * @param {number} y the bar's middle
 * @param {number} high
 * @param {number} wide
 * @returns {Spot[]}
 */
export function along(left, right, y, high, wide) {
  const room = Math.floor((right - left - wide - 8) / 8);
  const on = Array.from({ length: Math.max(0, room + 1) }, (_, i) => left + 4 + i * 8);
  const back = Array.from({ length: 30 }, (_, i) => right - wide - i * 8);
  const rows = [y + high / 2 + 13, y - high / 2 - 5, y + high / 2 + 17, y - high / 2 - 9];
  return [on, back].flatMap((starts) =>
    rows.flatMap((row) =>
      starts.map((x) => ({ x, y: row, anchor: /** @type {const} */ ("start") })),
    ),
  );
}
