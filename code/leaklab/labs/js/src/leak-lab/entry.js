// This lab alone, for a static page: a classic script, which works from file:// too.

import { runHere } from "../engines/run-here.js";
import { startLabs } from "../start-labs.js";

startLabs({ "leak-lab": async () => (await import("./leak-lab.js")).LeakLab }, runHere);
