// The check of a participant's browser: a classic script of its own, on the page that has it.

import { defineEach } from "./define.js";
import { MachineCheck } from "./machine/machine-check.js";

defineEach({ "machine-check": MachineCheck });
