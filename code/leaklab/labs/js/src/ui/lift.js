// A role that is pointed at, or focused, lifts out everywhere on the page: in prose, in code, in
// tables, in each lab. Whoever shows roles joins by marking its elements with `data-role`; whoever
// draws them itself listens to LIFT on the document.

import { ROLES } from "../made/roles.js";

/** @import { Role } from "../made/roles.js" */

/** Said on the document; its detail's `role` is lifted from now on, or none: null. */
export const LIFT = "role-lift";

/** The role that is lifted now, or null. */
export const lifted = () =>
  /** @type {Role | null} */ (document.documentElement.dataset.lift ?? null);

/** @param {Role | null} role */
export function lift(role) {
  if (role === lifted()) return;
  if (role) document.documentElement.dataset.lift = role;
  else delete document.documentElement.dataset.lift;
  document.dispatchEvent(new CustomEvent(LIFT, { detail: { role } }));
}

/**
 * The role that an event is about: its element's `data-role`, or the glossary's word it links to.
 * @param {Event} event
 */
function roleOf(event) {
  for (const each of event.composedPath()) {
    if (!(each instanceof Element)) continue;
    const term = each.getAttribute("href")?.split("#term-")[1];
    const role = each.getAttribute("data-role") ?? term;
    if (role) return ROLES.find((name) => name === role) ?? null;
  }
  return null;
}

const point = (/** @type {Event} */ event) => lift(roleOf(event));

/**
 * Follow the pointer and the focus in `place`: the document, and each shadow root by itself, since
 * what moves inside of one is not heard outside.
 * @param {EventTarget} place
 * @param {AbortSignal} [signal]
 */
export function followRoles(place, signal) {
  for (const name of ["pointerover", "focusin"]) {
    place.addEventListener(name, point, { signal, passive: true });
  }
}
