// What became of the requests: counted as each ends, and told of those that end one soon after the
// other in one sentence.

import { fateOf } from "./words.js";

/** @import { SendRun } from "../../made/wire.js" */
/** @import { Fate, Tally } from "./words.js" */

const TOGETHER_MS = 600; // within this time of one another

/** @returns {Tally} */
const nothingSent = () => ({ sent: 0, ok: 0, late: 0, parked: 0 });

export class Fates {
  tally = nothingSent();
  /** @type {Fate[]} */
  #untold = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;

  /** @param {(sentence: string) => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /** One has ended. @param {Fate} fate */
  add(fate) {
    this.tally[fate.answer === 200 ? "ok" : "late"] += 1;
    if (fate.parked) this.tally.parked += 1;
    this.#untold.push(fate);
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      if (this.#untold.length) this.tell(fateOf(this.#untold));
      this.#untold = [];
    }, TOGETHER_MS);
  }

  /** All of the machine's have ended: they are only counted here. @param {SendRun} run */
  addRun({ answered, left }) {
    this.tally.late += answered;
    this.tally.parked += left;
  }

  /** The server begins anew: nothing has been sent, and of what has ended nothing is told. */
  clear() {
    this.tally = nothingSent();
    this.#untold = [];
  }
}
