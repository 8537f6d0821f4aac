// The judge's verdict as a list: each promise kept or broken, with what it found.

import { h } from "../ui/dom.js";

/** @typedef {{right: boolean, text: string, promises: [promise: string, broken: string | null][]}} Verdict */

/** @param {Verdict} verdict */
export function verdictList({ promises }) {
  const items = promises.map(([promise, broken]) =>
    h(
      "li",
      { class: broken ? "broken" : "kept" },
      h("strong", {}, `${broken ? "✗ Broken" : "✓ Kept"}: ${promise}`),
      ...(broken ? [h("br"), `${broken}.`] : []),
    ),
  );
  return h("ul", { class: "promises", "aria-label": "The judge's promises" }, ...items);
}

/**
 * The verdict in a sentence.
 * @param {Verdict} verdict
 * @param {number} runs
 */
export function verdictWords({ right, promises }, runs) {
  if (right)
    return `Fixed: all ${promises.length} promises kept in ${runs} runs of hidden traffic.`;
  const broken = promises.filter(([, words]) => words).length;
  return `Not yet: ${broken} of ${promises.length} promises broken.`;
}
