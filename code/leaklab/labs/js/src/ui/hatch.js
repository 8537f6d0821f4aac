// A role's second cue beside its colour: the hatch of its areas, on a canvas and in SVG.

import { LOOKS } from "../made/roles.js";
import { svg } from "./dom.js";
import { lifted } from "./lift.js";
import { areForced, colourOf, ink } from "./theme.js";

/** @import { Look, Role } from "../made/roles.js" */

/**
 * Strokes of each hatch, as lines from end to end of a tile whose side is 1.
 * @typedef {[x0: number, y0: number, x1: number, y1: number]} Line
 * @type {Record<string, Line[]>}
 */
const STROKES = {
  "": [],
  "//": [[0, 1, 1, 0]],
  xx: [
    [0, 1, 1, 0],
    [0, 0, 1, 1],
  ],
  "..": [[0.375, 0.5, 0.625, 0.5]], // a dash as thick as it is long: a dot
};
const DOT = 0.25; // of the tile's side

const CANVAS = { side: 8, stroke: 1 };
const SVG = { side: 10, stroke: 1.5 };

/**
 * @param {string} hatch
 * @param {{side: number, stroke: number}} tile
 */
const width = (hatch, { side, stroke }) => (hatch === ".." ? DOT * side : stroke);

const DIM = "38"; // the alpha of what another role is lifted out of

/**
 * The look of a role now: in the system's colours where those are forced, faint when another role
 * is lifted.
 * @param {Role} role
 * @returns {Look}
 */
function lookNow(role) {
  const own = LOOKS[role];
  const { ink: line, paper } = ink();
  const look = areForced() ? { ...own, colour: line, fill: paper } : own;
  const other = lifted();
  if (!other || other === role) return look;
  return areForced()
    ? { ...look, hatch: "" }
    : { ...look, colour: look.colour + DIM, fill: look.fill + DIM };
}

/**
 * The colour of a role's edge in a stack.
 * @param {Role} role
 */
export const edgeOf = (role) => {
  const other = lifted();
  const colour = areForced() ? colourOf(role) : LOOKS[role].colour;
  return other && other !== role && !areForced() ? colour + DIM : colour;
};

/** @type {Map<string, CanvasPattern | string>} */
const fills = new Map(); // made once: a repaint has no time for it

/**
 * What to fill an area of a role with, on a canvas.
 * @param {CanvasRenderingContext2D} context
 * @param {Role} role
 */
export function fillOf(context, role) {
  const look = lookNow(role);
  if (!look.hatch) return look.fill;
  const ratio = Math.max(1, Math.round(globalThis.devicePixelRatio || 1));
  const key = [look.colour, look.fill, look.hatch, ratio].join();
  const fill = fills.get(key) ?? context.createPattern(tile(look, ratio), "repeat") ?? look.fill;
  fills.set(key, fill);
  return fill;
}

/**
 * @param {Look} look
 * @param {number} ratio of the screen's pixels to the page's
 */
function tile({ colour, fill, hatch }, ratio) {
  const side = CANVAS.side * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const draw = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  draw.fillStyle = fill;
  draw.fillRect(0, 0, side, side);
  draw.strokeStyle = colour;
  draw.lineWidth = width(hatch, CANVAS) * ratio;
  for (const [x0, y0, x1, y1] of STROKES[hatch]) {
    draw.beginPath();
    draw.moveTo(x0 * side, y0 * side);
    draw.lineTo(x1 * side, y1 * side);
    draw.stroke();
  }
  return canvas;
}

/**
 * The same as an SVG pattern with the id `fill-ROLE`.
 * @param {Role} role
 */
export const pattern = (role) => patternAs(`fill-${role}`, role);

/**
 * The same with another id: each drawing has its own.
 * @param {string} id
 * @param {Role} role
 */
export function patternAs(id, role) {
  const { colour, fill, hatch } = LOOKS[role];
  const { side } = SVG;
  const line = (/** @type {Line} */ [x0, y0, x1, y1]) =>
    `M${x0 * side},${y0 * side} L${x1 * side},${y1 * side}`;
  return svg(
    "pattern",
    { id, width: side, height: side, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: side, height: side, fill }),
    svg("path", {
      d: STROKES[hatch].map(line).join(" "),
      stroke: colour,
      "stroke-width": width(hatch, SVG),
    }),
  );
}
