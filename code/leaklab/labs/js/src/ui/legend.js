// The key to the roles: icon, colour, word.

import { ROLES } from "../data.js";
import { h } from "./dom.js";

/** A list of the roles; `looks` come from Python (leaklab.roles). */
export function legend(looks) {
  const items = [...ROLES].reverse().map((role) => {
    const key = h("span", { class: `key ${role}`, "aria-hidden": "true" }, looks[role].icon);
    key.style.setProperty("--colour", looks[role].colour);
    key.style.setProperty("--fill", looks[role].fill);
    return h("li", {}, key, role);
  });
  return h("ul", { class: "legend", "aria-label": "Roles" }, ...items);
}
