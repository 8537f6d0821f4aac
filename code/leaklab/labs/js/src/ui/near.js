// When a lab begins: once it is near the screen, so that a page with several loads no slower than
// with one; or at once, where nobody can wait.

import { names } from "./hash.js";

const NEAR = "50% 0px"; // of the screen, above and below it

/**
 * Call `begin` once, as soon as `element` is near the screen, is what the address names, or is to be
 * printed; never after `signal`.
 * @param {Element} element
 * @param {() => void} begin
 * @param {AbortSignal} signal
 */
export function whenNear(element, begin, signal) {
  const waiting = new AbortController();
  const until = { signal: waiting.signal };
  const over = () => waiting.abort();
  const now = () => {
    over();
    begin();
  };
  const soon = () => {
    over();
    setTimeout(() => signal.aborted || begin()); // the page sees to its reader first
  };
  const observer = new IntersectionObserver(
    (seen) => seen.some((each) => each.isIntersecting) && soon(),
    { rootMargin: NEAR },
  );
  observer.observe(element);
  until.signal.addEventListener("abort", () => observer.disconnect());
  signal.addEventListener("abort", over, until);
  addEventListener("beforeprint", now, until);
  addEventListener("hashchange", () => names(element.id) && now(), until);
  if (names(element.id)) now();
}
