// Live mode in the page: the frames of servers that run on (leaklab.labs.leak_lab.live_frames),
// kept and shown.

import { ROLES, STACKED } from "../made/roles.js";
import { reducedMotion } from "../ui/theme.js";

/** @import { Frame, LeakKnobs, Stretch, Told } from "../made/wire.js" */
/** @import { Run } from "../data.js" */
/** @import { Engine } from "../engines/engine.js" */

export const KEPT = 1200; // samples; when there are more, every second one is dropped
const WORDS_MS = 3000; // between two sentences: nobody can listen faster
const CALM_MS = 1000; // between two pictures, for readers who asked for less motion

/** One handler's growing columns, in the form of a run. */
export class Growing {
  /** @type {number[]} */
  times = [];
  /** @type {Run} */
  run = {
    columns: { parked: [], worker: [], serving: [], drainer: [], tasks: [] },
    outcomes: {},
    peak: 0,
    left: 0,
  };
  #stride = 1;
  #seen = 0;
  #provisional = false; // whether the last sample is this moment, which the next frame replaces

  /**
   * Take in what a frame says about this handler.
   * @param {Stretch} stretch
   */
  take({ rows, now, outcomes, peak, crash }) {
    if (this.#provisional) this.#drop(this.times.length - 1);
    for (const row of rows) if (this.#seen++ % this.#stride === 0) this.#push(row);
    if (this.times.length > KEPT) this.#thin();
    this.#push(now);
    this.#provisional = true;
    Object.assign(this.run, { outcomes, peak, crash });
  }

  /** @param {number[]} row a time, then the counts of the roles */
  #push([t_s, ...counts]) {
    const { columns } = this.run;
    this.#provisional = false;
    this.times.push(t_s);
    for (const [i, role] of ROLES.entries()) columns[role].push(counts[i]);
    columns.tasks.push(counts.reduce((sum, n) => sum + n, 0));
  }

  get #all() {
    const { columns } = this.run;
    return [this.times, columns.tasks, ...STACKED.map((role) => columns[role])];
  }

  /** @param {number} index */
  #drop(index) {
    for (const column of this.#all) column.splice(index, 1);
  }

  #thin() {
    this.#stride *= 2;
    for (const column of this.#all) {
      const kept = column.filter((_, i) => i % 2 === 0);
      column.splice(0, column.length, ...kept);
    }
  }
}

/**
 * Who hears of a live run: after each picture, now and then with words, and when it fails.
 * @typedef {{shown(live: Live): void, said(live: Live): void, failed(why: string): void}} Hearer
 */

/** A mode of a leak lab: what it draws while its servers run. See `Recorded` for the other one. */
export class Live {
  live = true;
  frames = 0;
  /** @type {Frame | null} */
  frame = null;
  /** @type {Frame[]} */
  #arrived = []; // frames that wait for the next picture
  #ended = false;
  #lastWords = 0;
  #lastPicture = -Infinity;

  /**
   * Begin at `setting` and `pace`.
   * @param {Engine} engine which can run live
   * @param {string[]} handlers
   * @param {{setting: LeakKnobs, pace: number}} asked
   * @param {Hearer} hearer
   */
  constructor(engine, handlers, asked, hearer) {
    this.growing = handlers.map(() => new Growing());
    this.runs = this.growing.map(({ run }) => run);
    this.channel = /** @type {NonNullable<Engine["live"]>} */ (engine.live)(asked, (frame) => {
      if ("error" in frame) return hearer.failed(frame.error);
      if (this.#arrived.push(frame) > 1) return;
      requestAnimationFrame(() => this.#paint(hearer)); // a hidden page holds its server back
    });
  }

  /** @param {Hearer} hearer */
  #paint(hearer) {
    if (this.#ended) return;
    for (const frame of this.#arrived.splice(0)) {
      this.frames += 1;
      this.frame = frame;
      for (const [i, run] of frame.runs.entries()) this.growing[i].take(run);
      this.channel.tell({ shown: true });
    }
    const now = performance.now();
    if (reducedMotion() && now - this.#lastPicture < CALM_MS) return;
    this.#lastPicture = now;
    hearer.shown(this);
    if (this.full || now - this.#lastWords > WORDS_MS) {
      this.#lastWords = now;
      hearer.said(this);
    }
  }

  /** Whether the servers hold so many tasks that they rest. */
  get full() {
    return this.frame?.full ?? false;
  }

  get t_s() {
    return this.frame?.t_s ?? 0;
  }

  /** @param {number} i which handler's */
  times(i) {
    return this.growing[i].times;
  }

  /**
   * The last sample: all that there is.
   * @param {Run} run
   */
  sample(run) {
    return run.columns.tasks.length - 1;
  }

  /** Where the time axis ends: twice as far whenever the run has come to its end. */
  get end() {
    let end = 10;
    while (end < this.t_s) end *= 2;
    return end;
  }

  /** @param {Told} message */
  tell(message) {
    this.channel.tell(message);
  }

  close() {
    this.#ended = true;
    this.channel.close();
  }
}
