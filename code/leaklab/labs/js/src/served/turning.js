// The knobs of a real server, turned from its page with the token that it printed.

/** By the names under which they are turned. @typedef {{latency: number, factor: number, timeout: number}} Settings */

const KNOBS = "/leaklab/knobs";
const LOST = "The server does not answer.";

/** Sends what is turned: one request at a time, and of what was turned meanwhile the last. */
export class Turning {
  token = "";
  /** @type {Partial<Settings> | null} */
  #next = null;
  #busy = false;

  /** @param {(trouble: string) => void} told what went wrong, or "" */
  constructor(told) {
    this.told = told;
  }

  /** Whether the server has not answered to all yet. */
  get busy() {
    return this.#busy;
  }

  /** @param {Partial<Settings>} given */
  async turn(given) {
    this.#next = { ...this.#next, ...given };
    if (this.#busy) return;
    this.#busy = true;
    while (this.#next) {
      const body = JSON.stringify(this.#next);
      this.#next = null;
      this.told(await this.#send("POST", body));
    }
    this.#busy = false;
  }

  /** Whether the server takes this token. */
  async check() {
    const trouble = await this.#send("GET");
    this.told(trouble);
    return trouble === "";
  }

  /**
   * @param {string} method
   * @param {string} [body]
   * @returns {Promise<string>} what went wrong
   */
  async #send(method, body) {
    try {
      const headers = { Authorization: `Bearer ${this.token}` };
      const answer = await fetch(KNOBS, { method, headers, body, cache: "no-store" });
      return answer.ok ? "" : `The server refuses: ${(await answer.text()).trim()}`;
    } catch {
      return LOST;
    }
  }
}
