// The sentences of the room.

/**
 * What a page hears of the room.
 * @typedef {{here: number, paused: boolean, opened: string[],
 *   link: {href: string, title: string} | null}} State
 */

export const LOOK = "Look to the front, please.";
export const pointsTo = "The leader points to ";

/**
 * @param {boolean} connected
 * @param {State | null} state
 * @param {number} waiting
 * @param {string} why
 */
export function connection(connected, state, waiting, why) {
  const left = waiting ? `, ${waiting} to send` : "";
  if (!connected || !state) {
    return why || waiting
      ? `Room: no connection${why ? ` (${why})` : ""}${left}. It is tried again.`
      : "Room: connecting.";
  }
  return `Room: connected, ${state.here} here${left}.`;
}

/** How a share of votes is said. @param {number} count @param {number} all */
export const share = (count, all) =>
  all ? `${count} of ${all} (${Math.round((100 * count) / all)} %)` : "0";

/** @param {number} count @param {string} one @param {string} more */
export const many = (count, one, more) => `${count} ${count === 1 ? one : more}`;
