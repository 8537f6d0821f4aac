// The requests that are on their way, each in a row of the picture, if one is free.

import { poseAt, timelineOf } from "./timeline.js";

/** @import { SendStory } from "../../made/wire.js" */
/** @import { Fates } from "./fates.js" */
/** @import { Stage } from "./stage.js" */
/** @import { Pose, Timeline } from "./timeline.js" */

/**
 * A request on its way: how far its timeline is played, and in which row, if any.
 * @typedef {{number: number, line: Timeline, wall: number, pace: number, row: number | null}} Send
 */

const AGAIN = 1.8; // how much faster a story goes that was seen before

export class Sends {
  /** @type {Set<Send>} */
  #going = new Set();
  /** @type {Set<SendStory>} */
  #seen = new Set();
  #row = -1;

  /**
   * @param {Stage} stage
   * @param {Fates} fates of those before them
   */
  constructor(stage, fates) {
    this.stage = stage;
    this.fates = fates;
  }

  /** How many there are. */
  get size() {
    return this.#going.size;
  }

  /** Those there are now, the oldest first. */
  get all() {
    return [...this.#going];
  }

  /**
   * Another one sets out.
   * @param {SendStory} story
   * @param {number} timeout in virtual seconds
   */
  begin(story, timeout) {
    const number = ++this.fates.tally.sent;
    const line = timelineOf(story, timeout);
    const pace = this.#seen.has(story) ? AGAIN : 1;
    const send = { number, line, wall: 0, pace, row: this.#freeRow() };
    this.#seen.add(story);
    this.#going.add(send);
    return send;
  }

  /** The next row in which nothing moves; null when there is none. */
  #freeRow() {
    const { rows } = this.stage;
    const taken = new Set(this.all.map(({ row }) => row));
    for (let i = 1; i <= rows.length; i++) {
      const row = (this.#row + i) % rows.length;
      if (taken.has(row)) continue;
      this.#row = row;
      return row;
    }
    return null;
  }

  /**
   * Show a request as it is now.
   * @param {Send} send
   * @returns {Pose}
   */
  show({ number, line, wall, row }) {
    const { parked } = this.fates.tally;
    const pose = poseAt(line, wall);
    if (row !== null) this.stage.rows[row].show(number, line.story.answer, pose, parked);
    return pose;
  }

  /** It has come to its end: show how, and let its row go. @param {Send} send */
  end(send) {
    send.wall = send.line.ends;
    const pose = this.show(send);
    this.#going.delete(send);
    return pose;
  }

  /** None is on its way, and no row shows one. */
  clear() {
    this.#going.clear();
    this.#row = -1;
    for (const row of this.stage.rows) row.clear();
  }
}
