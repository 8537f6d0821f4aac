// Every lab's element under its tag.

import { defineEach } from "./define.js";
import { IncidentReplay } from "./incident-replay/incident-replay.js";
import { Lab } from "./lab.js";
import { LeakLab } from "./leak-lab/leak-lab.js";
import { LimitsLab } from "./limits-lab/limits-lab.js";
import { RequestStory } from "./request-story/request-story.js";
import { TaskProfile } from "./task-profile/task-profile.js";

const ELEMENTS = {
  "incident-replay": IncidentReplay,
  "leak-lab": LeakLab,
  "limits-lab": LimitsLab,
  "request-story": RequestStory,
  "task-profile": TaskProfile,
};

/**
 * Make the tags known to the browser, once.
 * @param {typeof Lab.offers} offers what leads a lab to more answers
 */
export function define(offers) {
  Lab.offers = offers;
  defineEach(ELEMENTS);
}
