// The key to the roles: icon, colour, word.

import { LOOKS, STACKED } from "../made/roles.js";
import { h } from "./dom.js";

/** @import { Role } from "../made/roles.js" */

/**
 * Give an element the colours of a role, as `--colour` and `--fill`.
 * @template {HTMLElement | SVGElement} E
 * @param {E} element
 * @param {Role} role
 */
export function coloured(element, role) {
  element.style.setProperty("--colour", LOOKS[role].colour);
  element.style.setProperty("--fill", LOOKS[role].fill);
  return element;
}

/**
 * The icon of a role in its colour, for the eye: words stand beside it.
 * @param {Role} role
 */
export const key = (role) =>
  coloured(h("span", { class: `key ${role}`, "aria-hidden": "true" }, LOOKS[role].icon), role);

/**
 * A list of the roles, from the top of a stack down, and of what else a lab explains.
 * @param {...HTMLLIElement} others
 */
export function legend(...others) {
  const items = [...STACKED].reverse().map((role) => h("li", {}, key(role), role));
  return h("ul", { class: "legend", "aria-label": "Roles" }, ...items, ...others);
}
