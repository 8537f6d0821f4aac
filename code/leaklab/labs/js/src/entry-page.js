// The labs on a static page: a classic script, no module and no worker, so that it works from
// file:// too. Elements find their data inside themselves.

import { define } from "./elements.js";
import { runHere } from "./engines/run-here.js";

define(runHere);
