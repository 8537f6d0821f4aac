// Recordings of the real Go filter, for who has no dump at hand.

import late from "../../../../recordings/go-profiles/tripled_latency_L0.9__k8s-1.12.4.end.debug1.txt";
import early from "../../../../recordings/go-profiles/tripled_latency_L0.9__k8s-1.12.4.mid.debug1.txt";

/** @import { Given } from "./asking.js" */

/** @returns {Given[]} */
export const examples = () => [
  given("filter-1.12.4-early.txt", early),
  given("filter-1.12.4-later.txt", late),
];

/**
 * @param {string} name
 * @param {string} text
 * @returns {Given}
 */
export const given = (name, text) => ({ name, blob: new Blob([text]), changed: null });
