// An engine that is Python somewhere else: a notebook's kernel, or a worker of this page. Both
// speak the same messages (leaklab.labs.wire); a transport carries them.

import { Latest } from "./latest.js";

/** @import { Answered, Channel, Engine } from "./engine.js" */
/** @import { Failure, Frame, Heard, LeakKnobs, Said } from "../made/wire.js" */

/**
 * Carries messages to Python. It hands on what comes back, and says of a message that came to
 * nothing why.
 * @typedef {Object} Transport
 * @property {(message: Heard) => void} send
 * @property {(hears: (said: Said) => void, failed: (number: number, why: string) => void) => void} listen
 * @property {() => void} close
 * @property {string} [busy] what to say while an answer takes long
 */

let numbers = 0; // engines may share a transport's far end: a number belongs to one of them

/** @implements {Engine} */
export class RemoteEngine {
  any = true;
  /** @type {Map<number, (answer: any) => void>} */
  #asked = new Map();
  /** @type {Map<number, (frame: Frame | Failure) => void>} */
  #live = new Map();

  /**
   * @param {Transport} transport
   * @param {string} tag the lab's
   * @param {any} data the lab's
   */
  constructor(transport, tag, data) {
    this.data = data;
    this.busy = transport.busy;
    this.transport = transport;
    this.latest = new Latest((question, done) => {
      const number = ++numbers;
      this.#asked.set(number, done);
      transport.send({ number, ask: { tag, plan: data.plan, question } });
    });
    transport.listen(
      (said) => this.#hear(said),
      (number, why) => this.#fail(number, why),
    );
  }

  /** @param {Said} said */
  #hear(said) {
    if ("live" in said) this.#live.get(said.number)?.(said.live);
    else this.#answer(said.number, said.answer);
  }

  /**
   * @param {number} number
   * @param {any} answer
   */
  #answer(number, answer) {
    const done = this.#asked.get(number);
    this.#asked.delete(number);
    done?.(answer);
  }

  /**
   * @param {number} number
   * @param {string} why
   */
  #fail(number, why) {
    this.#answer(number, { error: `No answer: ${why}.` });
    this.#live.get(number)?.({ error: `No live run: ${why}.` });
  }

  /**
   * @param {any} question
   * @returns {Promise<Answered<any> | null>}
   */
  ask(question) {
    return this.latest.ask(question);
  }

  /**
   * Begin a live run; each of its frames goes to `hears`.
   * @param {{setting: LeakKnobs, pace: number}} asked
   * @param {(frame: Frame | Failure) => void} hears
   * @returns {Channel}
   */
  live(asked, hears) {
    const number = ++numbers;
    this.#live.set(number, hears);
    this.transport.send({ number, open: { plan: this.data.plan, ...asked } });
    return {
      tell: (message) => this.transport.send({ number, tell: message }),
      close: () => {
        this.#live.delete(number);
        this.transport.send({ number, close: true });
      },
    };
  }

  close() {
    this.transport.close();
    this.latest.close();
  }
}
