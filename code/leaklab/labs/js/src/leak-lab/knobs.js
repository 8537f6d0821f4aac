// The leak lab's sliders: what each is called, its unit, and its stops.

import { finer, plain } from "../data.js";
import { Slider } from "../ui/dom.js";

/** @import { LeakKnobs, LeakLabData } from "../made/wire.js" */

/** @typedef {Record<keyof LeakKnobs, Slider>} Sliders */

/** @type {Record<keyof Required<LeakKnobs>, {label: string, unit: string}>} */
const KNOBS = {
  latency_s: { label: "Latency", unit: " s" },
  rate_per_s: { label: "Requests per second", unit: " a second" },
  timeout_s: { label: "Timeout", unit: " s" },
  client_hangup_s: { label: "Clients hang up after", unit: " s" },
  client_timeout_s: { label: "Clients' own timeout", unit: " s" },
};
const NAMES = /** @type {(keyof LeakKnobs)[]} */ (Object.keys(KNOBS));

/**
 * A slider for each knob that has stops, in the order of the page.
 * @param {LeakLabData["stops"]} recorded
 * @param {{any: boolean, wished: Record<string, any> | null}} how whether it may stop anywhere, and
 *   where a link wants it to
 * @param {() => void} turned
 */
export function sliders(recorded, { any, wished }, turned) {
  const made = NAMES.filter((name) => recorded[name]).map((name) => {
    const { label, unit } = KNOBS[name];
    const stops = recorded[name] ?? [];
    const all = any ? finer(withWish(stops, wished?.[name])) : stops;
    return [name, new Slider(label, all, (value) => plain(value) + unit, turned)];
  });
  return /** @type {Sliders} */ (Object.fromEntries(made));
}

/**
 * The stops and, between them, what a link asks for.
 * @param {number[]} stops
 * @param {number | undefined} wish
 */
export function withWish(stops, wish) {
  if (wish === undefined || stops.includes(wish)) return stops;
  const between = wish > stops[0] && wish < stops[stops.length - 1];
  return between ? [...stops, wish].sort((a, b) => a - b) : stops;
}
