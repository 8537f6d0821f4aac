// This lab alone, for a static page: a classic script, which works from file:// too.

import { runHere } from "../engines/run-here.js";
import { startLabs } from "../start-labs.js";

startLabs(
  { "incident-replay": async () => (await import("./incident-replay.js")).IncidentReplay },
  runHere,
);
