// The address bar's hash holds a lab's setting, so that a state can be shared:
// #leak-lab?latency_s=0.9&rate_per_s=50&timeout_s=0.6. Nonsense in it is ignored.

/** @import { Knob } from "./dom.js" */

/**
 * Whether the hash is about the lab called `id`.
 * @param {string} id
 * @param {string} [hash]
 */
export const names = (id, hash = location.hash) =>
  id !== "" && decode(hash.slice(1)).split("?")[0] === id;

/**
 * Bring the element to the top of its own page; a page around that page stays where it is.
 * @param {Element} element
 */
export function bring(element) {
  if (self === top) element.scrollIntoView({ block: "start" });
  else scrollBy(0, element.getBoundingClientRect().top);
}

/**
 * What the hash gives for the knobs of the lab called `id`; {} when it is about something else.
 * @param {string} id
 * @param {Record<string, Pick<Knob, "stops">>} knobs
 * @param {string} [hash]
 */
export function readHash(id, knobs, hash = location.hash) {
  const [name, query] = decode(hash.slice(1)).split("?");
  /** @type {Record<string, string | number>} */
  const setting = {};
  if (name !== id || !query) return setting;
  const given = new URLSearchParams(query);
  for (const [knob, { stops }] of Object.entries(knobs)) {
    const value = understood(given.get(knob), stops);
    if (value !== undefined) setting[knob] = value;
  }
  return setting;
}

/**
 * @param {string | null} text
 * @param {any[]} stops
 */
function understood(text, stops) {
  if (text === null || text === "") return undefined;
  if (typeof stops[0] === "string") return stops.includes(text) ? text : undefined;
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/**
 * The hash that `readHash` reads.
 * @param {string} id
 * @param {Record<string, string | number>} setting
 */
export function hashOf(id, setting) {
  const query = Object.entries(setting).map(([knob, value]) => `${knob}=${short(value)}`);
  return `#${id}?${query.join("&")}`;
}

/** @param {string | number} value */
const short = (value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);

/**
 * Write the setting into the address bar, without a new entry in the history.
 * @param {string} id
 * @param {Record<string, string | number>} setting
 */
export function writeHash(id, setting) {
  try {
    history.replaceState(history.state, "", hashOf(id, setting));
  } catch {
    // a sandboxed frame may forbid it; the lab works without
  }
}
