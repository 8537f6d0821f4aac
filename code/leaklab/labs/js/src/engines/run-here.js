// "Run it here": a button that loads Python into the page, and then hands the lab its engine.

import { h } from "../ui/dom.js";
import { BASE, openEngine, PageEngine, refusal } from "./page.js";

const OFFER = "loads Python and trio from this book, then the sliders stop anywhere.";
const NOT_HERE = "Other settings cannot be run here";
let ids = 0;

/** The button, its progress bar and its words. The lab has `engine.data` and `switchTo(engine)`. */
export function runHere(lab, tag = lab.localName) {
  const id = `run-here-${++ids}`;
  const bar = h("progress", { id, max: 1, value: 0 });
  const label = h("label", { for: id }, "Loading");
  const loading = h("span", { class: "check", hidden: true }, label, bar);
  const why = refusal();
  const status = h("span", { role: "status" }, why ? `${NOT_HERE}: ${why}.` : OFFER);
  const button = h(
    "button",
    { type: "button", hidden: Boolean(why), onclick: () => load() },
    "Run it here",
  );

  async function load() {
    button.disabled = true;
    loading.hidden = false;
    status.textContent = "";
    try {
      await openEngine(BASE, ({ share, words }) => {
        bar.value = share;
        if (label.textContent !== words) label.textContent = words;
      });
      await lab.switchTo(new PageEngine(lab.engine.data, tag));
      button.hidden = true;
      status.textContent = "Every setting is now run in this page, by trio itself.";
    } catch (error) {
      button.disabled = false;
      status.textContent = `${NOT_HERE}: ${error.message}. The recorded runs go on.`;
    }
    loading.hidden = true;
  }

  return h("div", { class: "row small" }, button, loading, status);
}
