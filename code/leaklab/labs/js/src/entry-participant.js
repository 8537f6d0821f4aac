// What a room's server puts into each page of the book that it serves; no page has it by itself.

import { defineEach } from "./define.js";
import { RoomBar } from "./room/bar.js";

document.documentElement.dataset.room = ""; // the check of a participant's browser looks for it
if (window.top === window) {
  defineEach({ "room-bar": RoomBar });
  document.body.append(document.createElement("room-bar"));
}
