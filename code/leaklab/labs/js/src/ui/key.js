// The key to the roles: icon, colour, word.

import { LOOKS, STACKED } from "../made/roles.js";
import { h, svg } from "./dom.js";
import { patternAs } from "./hatch.js";

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
 * A piece of a role's area: its colour and its hatch, as in a chart.
 * @param {Role} role
 */
function swatch(role) {
  const id = `key-${role}`;
  const area = { width: 24, height: 14, fill: `url(#${id})`, stroke: LOOKS[role].colour };
  const look = { width: 24, height: 14, class: "swatch", "aria-hidden": "true" };
  return svg("svg", look, svg("defs", {}, patternAs(id, role)), svg("rect", area));
}

/**
 * A list of the roles, from the top of a stack down, and of what else a lab explains. A role that
 * is pointed at lifts out of the others, everywhere on the page.
 * @param {...HTMLLIElement} others
 */
export function legend(...others) {
  const items = [...STACKED]
    .reverse()
    .map((role) => h("li", { "data-role": role, tabindex: 0 }, swatch(role), key(role), role));
  return h("ul", { class: "legend", "aria-label": "Roles" }, ...items, ...others);
}
