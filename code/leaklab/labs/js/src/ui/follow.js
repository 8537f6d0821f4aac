// What a lab follows of its page: light and dark, the role that is lifted, its width, whether anybody
// looks, the address.

import { followRoles, LIFT, lifted } from "./lift.js";
import { isDark, watchTheme } from "./theme.js";

/**
 * Who hears of it.
 * @typedef {Object} Follower
 * @property {() => void} fit the width, or light and dark, have changed
 * @property {() => void} lifted another role is lifted, or none
 * @property {() => void} hidden the tab is not looked at any more
 * @property {() => void} linked the address has changed
 */

/**
 * Follow the page until `signal`: `root` is told of light and dark and of the role in its attributes,
 * for its styles, and `hears` of what is to be done besides.
 * @param {Element} element whose width counts
 * @param {HTMLElement} root
 * @param {Follower} hears
 * @param {AbortSignal} signal
 */
export function followPage(element, root, hears, signal) {
  const paint = () => {
    root.dataset.dark = String(isDark());
    hears.fit();
  };
  watchTheme(paint, signal);
  const resized = new ResizeObserver(() => hears.fit());
  resized.observe(element);
  signal.addEventListener("abort", () => resized.disconnect());
  const hidden = () => document.hidden && hears.hidden();
  document.addEventListener("visibilitychange", hidden, { signal });
  addEventListener("hashchange", () => hears.linked(), { signal });
  const role = () => {
    root.dataset.lift = lifted() ?? "";
    hears.lifted();
  };
  document.addEventListener(LIFT, role, { signal });
  followRoles(root, signal);
  paint();
}
