// Sends what the room does not know yet, one change after the other, for as long as it takes.

import { entries, watch } from "../reader/store.js";
import { call, isDone } from "./call.js";
import { keepOutbox, me, outbox } from "./me.js";
import { asMessage, noticed, sent } from "./outbox.js";

const AGAIN_MS = 4000;
const FOR_EVER = [401]; // not this change is refused, but whoever sends it

export class Sender {
  /** @type {Record<string, string[]> | null} */
  #choices = null;
  #busy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #signal;

  /**
   * @param {() => void} changed how much is left to send
   * @param {(why: string) => void} gone the room knows this browser no more
   * @param {AbortSignal} signal
   */
  constructor(changed, gone, signal) {
    this.changed = changed;
    this.gone = gone;
    this.#signal = signal;
    watch(() => this.notice(), signal);
    addEventListener("online", () => this.flush(), { signal });
    document.addEventListener("visibilitychange", () => this.notice(), { signal });
    this.notice();
  }

  get waiting() {
    return outbox().waiting.length;
  }

  /** What the reader does is done on the page in sight: one of several tabs takes it down. */
  notice() {
    if (document.hidden || !me() || this.#signal.aborted) return;
    const before = outbox();
    const now = noticed(before, entries());
    if (now !== before) keepOutbox(now);
    if (now.waiting.length) this.flush();
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#busy) return;
    this.#busy = true;
    let waitMs = 0;
    while (!waitMs && !document.hidden && !this.#signal.aborted && this.waiting) {
      waitMs = await this.#next();
    }
    this.#busy = false;
    this.changed();
    if (waitMs && !this.#signal.aborted) this.#timer = setTimeout(() => this.flush(), waitMs);
  }

  /** Send the first that waits: 0, or how long to wait before it is tried again. */
  async #next() {
    const token = me()?.token;
    if (!token) return 0;
    if (!this.#choices) {
      const answer = await call("choices", token);
      if (!isDone(answer)) return this.#refused(answer);
      this.#choices = answer.body;
    }
    const [change] = outbox().waiting;
    const message = change && asMessage(change, this.#choices ?? {});
    const answer = message ? await call("said", token, message) : null;
    if (!change || me()?.token !== token) return 0;
    const never = answer && [400, 404].includes(answer.status);
    if (answer && !isDone(answer) && !never) return this.#refused(answer);
    keepOutbox(sent(outbox(), change));
    return 0;
  }

  /** @param {import("./call.js").Answer} answer */
  #refused({ status, error, waitS }) {
    if (FOR_EVER.includes(status)) this.gone(error);
    return Math.max(AGAIN_MS * (0.5 + Math.random()), waitS * 1000);
  }
}
