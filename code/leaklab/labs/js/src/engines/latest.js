// One question is under way at a time, and of those that wait only the latest is kept: a slider
// that is dragged asks faster than any engine can run.

/**
 * @template Q
 * @template A
 * @typedef {{question: Q, resolve: (answer: A | null) => void}} Asked
 */

/**
 * @template Q
 * @template A
 */
export class Latest {
  /** @type {Asked<Q, A> | null} */
  #underWay = null;
  /** @type {Asked<Q, A> | null} */
  #waiting = null;

  /**
   * `send(question, done)` begins one question and calls `done(answer)` once it is answered.
   * @param {(question: Q, done: (answer: A) => void) => void} send
   */
  constructor(send) {
    this.send = send;
  }

  /**
   * The answer to `question`; null if a newer question took its place.
   * @param {Q} question
   * @returns {Promise<A | null>}
   */
  ask(question) {
    return new Promise((resolve) => {
      this.#waiting?.resolve(null);
      this.#waiting = { question, resolve };
      this.#next();
    });
  }

  #next() {
    if (this.#underWay || !this.#waiting) return;
    this.#underWay = this.#waiting;
    this.#waiting = null;
    const { question, resolve } = this.#underWay;
    this.send(question, (answer) => {
      this.#underWay = null;
      resolve(answer);
      this.#next();
    });
  }

  /** Nobody waits any more. */
  close() {
    this.#waiting?.resolve(null);
    this.#underWay?.resolve(null);
    this.#waiting = null;
  }
}
