// "Run it here": a button that loads Python into the page, and then hands the lab its engine.

import { button, h } from "../ui/dom.js";
import { openPython, pageEngine, refusal } from "./page.js";

/** @import { Engine } from "./engine.js" */

const OFFER = "loads Python and trio from this book, then the sliders stop anywhere.";
const NOT_HERE = "Other settings cannot be run here";
let ids = 0;

/**
 * The button, its progress bar and its words, for a lab that can go on with another engine.
 * @param {{localName: string, engine: Engine, switchTo(engine: Engine): Promise<void>}} lab
 */
export function runHere(lab) {
  const id = `run-here-${++ids}`;
  const bar = h("progress", { id, max: 1, value: 0 });
  const label = h("label", { for: id }, "Loading");
  const loading = h("span", { class: "check", hidden: true }, label, bar);
  const why = refusal();
  const status = h("span", { role: "status" }, why ? `${NOT_HERE}: ${why}.` : OFFER);
  const offer = button("Run it here", () => load(), { hidden: Boolean(why) });

  async function load() {
    offer.disabled = true;
    loading.hidden = false;
    status.textContent = "";
    try {
      await openPython("runs", ({ share, words }) => {
        bar.value = share;
        if (label.textContent !== words) label.textContent = words;
      });
      await lab.switchTo(pageEngine(lab.localName, lab.engine.data));
      offer.hidden = true;
      status.textContent = "Every setting is now run in this page, by trio itself.";
    } catch (error) {
      offer.disabled = false;
      const { message } = /** @type {Error} */ (error);
      status.textContent = `${NOT_HERE}: ${message}. The recorded runs go on.`;
    }
    loading.hidden = true;
  }

  return h("div", { class: "row small" }, offer, loading, status);
}
