// The requests that a reader sends and sees travel: a classic script of its own, on the pages that
// have them.

import { defineEach } from "./define.js";
import { SendRequest } from "./reader/send-request/send-request.js";

defineEach({ "send-request": SendRequest });
