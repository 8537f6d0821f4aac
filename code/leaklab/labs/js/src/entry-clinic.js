// The clinic: a classic script of its own, on the page that has it.

import { Clinic } from "./clinic/clinic.js";
import { defineEach } from "./define.js";

defineEach({ "leak-clinic": Clinic });
