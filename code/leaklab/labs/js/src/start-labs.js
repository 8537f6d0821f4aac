// Labs made known to the browser, with what leads them to more answers.

import { defineLater } from "./define.js";
import { Lab } from "./lab.js";
import { followRoles } from "./ui/lift.js";

/**
 * Make the tags known to the browser, once.
 * @param {Record<string, () => Promise<CustomElementConstructor>>} elements by tag
 * @param {typeof Lab.offers} offers what leads a lab to more answers
 * @param {boolean} [waits] whether a lab begins only when it is near the screen
 */
export function startLabs(elements, offers, waits = true) {
  Lab.offers = offers;
  Lab.waits = waits;
  defineLater(elements);
  followRoles(document);
}
