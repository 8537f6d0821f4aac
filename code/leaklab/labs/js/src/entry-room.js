// The room's own pages: to join, for the projector, for the leader.

import { defineEach } from "./define.js";
import { RoomJoin } from "./room/join.js";
import { RoomLead } from "./room/lead.js";
import { RoomShow } from "./room/show.js";

defineEach({ "room-join": RoomJoin, "room-lead": RoomLead, "room-show": RoomShow });
