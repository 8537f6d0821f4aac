// Every lab's element under its tag.

import { IncidentReplay } from "./incident-replay.js";
import { LeakLab } from "./leak-lab.js";

const ELEMENTS = { "incident-replay": IncidentReplay, "leak-lab": LeakLab };

/** Make the tags known to the browser, once. */
export function define() {
  for (const [tag, element] of Object.entries(ELEMENTS)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}
