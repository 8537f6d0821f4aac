// Every lab's element under its tag.

import { LeakLab } from "./leak-lab.js";
import { RequestStory } from "./request-story.js";

const ELEMENTS = { "leak-lab": LeakLab, "request-story": RequestStory };

/** Make the tags known to the browser, once. */
export function define() {
  for (const [tag, element] of Object.entries(ELEMENTS)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}
