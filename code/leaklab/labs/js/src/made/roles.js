// Made by tools/labs/generate.py from leaklab.roles and leaklab.labs.themes. Do not edit.

/** @typedef {"serving" | "worker" | "parked" | "drainer"} Role */
/** @typedef {{colour: string, fill: string, hatch: string, icon: string}} Look */
/** @typedef {Record<"ink" | "paper" | "soft" | "line" | "accent" | "grid" | "mixed" | "shade" | "memory" | "haze", string>} Theme */

/** In the order of tables. @type {Role[]} */
export const ROLES = ["serving", "worker", "parked", "drainer"];

/** From the bottom of a stack up. @type {Role[]} */
export const STACKED = ["parked", "worker", "serving", "drainer"];

/** @type {Record<Role, Look>} */
export const LOOKS = {
  "serving": {
    "colour": "#005a9c",
    "fill": "#56a0d3",
    "hatch": "",
    "icon": "●"
  },
  "worker": {
    "colour": "#8a5a00",
    "fill": "#e8b04a",
    "hatch": "//",
    "icon": "▲"
  },
  "parked": {
    "colour": "#b3261e",
    "fill": "#d9603b",
    "hatch": "xx",
    "icon": "■"
  },
  "drainer": {
    "colour": "#00694b",
    "fill": "#4db592",
    "hatch": "..",
    "icon": "◆"
  }
};

/** @type {Record<"light" | "dark", Theme>} */
export const THEMES = {
  "light": {
    "ink": "#1f2328",
    "paper": "#ffffff",
    "soft": "#f6f8fa",
    "line": "#8c959f",
    "accent": "#0550ae",
    "grid": "#d0d7de",
    "mixed": "#d8dee4",
    "shade": "#fdf0d5",
    "memory": "#6639ba",
    "haze": "#6639ba33"
  },
  "dark": {
    "ink": "#e6e6e6",
    "paper": "#16191d",
    "soft": "#22272e",
    "line": "#768390",
    "accent": "#79b8ff",
    "grid": "#48566b",
    "mixed": "#3d4652",
    "shade": "#3b3222",
    "memory": "#b9a3f5",
    "haze": "#b9a3f555"
  }
};
