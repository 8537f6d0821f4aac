// The editor of a bench: a classic script that a bench loads when it is opened, and no page before.

import { Bench } from "./bench/bench.js";

globalThis.openCodeBench = (host) => new Bench(host);
