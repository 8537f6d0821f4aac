// The page of `leaklab serve`: one server as it is, a classic script inside of the page itself.

import { defineEach } from "./define.js";
import { ServedLab } from "./served/served.js";
import { followRoles } from "./ui/lift.js";

defineEach({ "served-lab": ServedLab });
followRoles(document);
