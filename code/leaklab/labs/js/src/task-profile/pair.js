// Where recorded differences stand.

/**
 * Where the difference of two recorded profiles stands: each handler has `count` moments, and
 * of its pairs those of the first moment come first.
 * @param {number} count
 * @param {number} from the place of the earlier profile
 * @param {number} to
 */
export function pair(count, from, to) {
  const [i, j] = [from % count, to % count];
  const each = (count * (count - 1)) / 2;
  return Math.floor(from / count) * each + i * count - (i * (i + 1)) / 2 + (j - i - 1);
}
