// "Run it here": a button that loads Python into the page, and then hands the lab its engine.

import { button, h } from "../ui/dom.js";
import { ENGINE_MB, openPython, pageEngine, refusal } from "./page.js";

/** @import { Engine } from "./engine.js" */

const OFFER = "loads Python and trio from this book, then the sliders stop anywhere.";
const NOT_HERE = "Other settings cannot be run here";
const RUNS = "Every setting is now run in this page, by trio itself.";
let ids = 0;

/**
 * The button, its progress bar and its words, for a lab that can go on with another engine.
 * @param {{localName: string, engine: Engine, switchTo(engine: Engine): Promise<void>}} lab
 * @param {string} [megabytes] that it loads, if known
 */
export function runHere(lab, megabytes = ENGINE_MB) {
  const id = `run-here-${++ids}`;
  const bar = h("progress", { id, max: 1, value: 0 });
  const label = h("label", { for: id }, "Loading");
  const loading = h("span", { class: "check", hidden: true }, label, bar);
  const why = refusal();
  const offers = megabytes ? OFFER.replace("loads", `loads ${megabytes} MB once:`) : OFFER;
  const said = why ? `${NOT_HERE}: ${why}.` : offers;
  const status = h("span", { role: "status", tabindex: -1 }, said);
  const offer = button("Run it here", () => load(), { hidden: Boolean(why) });
  let busy = false;

  async function load() {
    if (busy) return; // not disabled: a button that is would lose the focus
    busy = true;
    offer.setAttribute("aria-disabled", "true");
    loading.hidden = false;
    status.textContent = "";
    try {
      await openPython("runs", ({ share, words }) => {
        bar.value = share;
        if (label.textContent !== words) label.textContent = words;
      });
      await lab.switchTo(pageEngine(lab.localName, lab.engine.data));
      status.textContent = RUNS;
      const held = /** @type {ShadowRoot | Document} */ (offer.getRootNode()).activeElement;
      if (held === offer) status.focus({ preventScroll: true }); // it goes where the button was
      offer.hidden = true;
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      status.textContent = `${NOT_HERE}: ${message}. The recorded runs go on.`;
    }
    busy = false;
    offer.removeAttribute("aria-disabled");
    loading.hidden = true;
  }

  return h("div", { class: "row small" }, offer, loading, status);
}
