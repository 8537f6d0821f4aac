// Frames for what moves by itself, as long as somebody can see it.

const LONGEST_MS = 100; // a page that was held up goes on where it was

export class Frames {
  /** It is in a page until this is aborted. @type {AbortSignal | null} */
  #signal = null;
  #onScreen = true;
  #frame = 0;
  #before = 0;

  /**
   * @param {() => boolean} moves whether there is anything to move
   * @param {(passed: number) => boolean} move by so many ms; whether there is more to come
   */
  constructor(moves, move) {
    this.moves = moves;
    this.move = move;
  }

  /**
   * Look whether `element` is seen, until `signal` is aborted.
   * @param {Element} element
   * @param {AbortSignal} signal
   */
  watch(element, signal) {
    this.#signal = signal;
    const seen = new IntersectionObserver(([entry]) => {
      this.#onScreen = entry.isIntersecting;
      this.go();
    });
    seen.observe(element);
    document.addEventListener("visibilitychange", () => this.go(), { signal });
    signal.addEventListener("abort", () => {
      seen.disconnect();
      this.#rest();
    });
  }

  /** Move on, if anything moves and can be seen. */
  go() {
    const there = this.#signal && !this.#signal.aborted;
    const seen = there && this.#onScreen && !document.hidden;
    if (!seen || !this.moves()) return this.#rest();
    if (this.#frame) return;
    this.#before = performance.now();
    this.#ask();
  }

  #ask() {
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  #rest() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** @param {number} now */
  #tick(now) {
    this.#frame = 0;
    const passed = Math.min(LONGEST_MS, Math.max(0, now - this.#before));
    const more = this.move(passed);
    this.#before = now;
    if (more) this.#ask();
  }
}
