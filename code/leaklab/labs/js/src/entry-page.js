// All labs, for a page of one's own: a classic script, no module and no worker, so that it works
// from file:// too. Elements find their data inside themselves. The book's pages load theirs alone.

import { ELEMENTS } from "./elements.js";
import { runHere } from "./engines/run-here.js";
import { startLabs } from "./start-labs.js";

startLabs(ELEMENTS, runHere);
