// A story's time axis: round ticks, as many as have room.

/**
 * Round times from 0 to `until`, in s, at most `most` steps apart.
 * @param {number} until
 * @param {number} most
 */
export function ticks(until, most) {
  const power = 10 ** Math.floor(Math.log10(until / most));
  const every = [1, 2, 5, 10].map((n) => n * power).find((step) => until / step <= most + 1e-9);
  const step = every && every <= until ? every : until;
  const count = Math.floor(until / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => Number((i * step).toPrecision(9)));
}
