// Every lab's element under its tag.

import { defineLater } from "./define.js";
import { Lab } from "./lab.js";
import { followRoles } from "./ui/lift.js";

const ELEMENTS = {
  "incident-replay": async () =>
    (await import("./incident-replay/incident-replay.js")).IncidentReplay,
  "leak-lab": async () => (await import("./leak-lab/leak-lab.js")).LeakLab,
  "limits-lab": async () => (await import("./limits-lab/limits-lab.js")).LimitsLab,
  "request-story": async () => (await import("./request-story/request-story.js")).RequestStory,
  "task-profile": async () => (await import("./task-profile/task-profile.js")).TaskProfile,
};

/**
 * Make the tags known to the browser, once.
 * @param {typeof Lab.offers} offers what leads a lab to more answers
 * @param {boolean} [waits] whether a lab begins only when it is near the screen
 */
export function define(offers, waits = true) {
  Lab.offers = offers;
  Lab.waits = waits;
  defineLater(ELEMENTS);
  followRoles(document);
}
