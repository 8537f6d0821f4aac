// Who this browser is in the room: a token and perhaps a nickname, in the reader's own store.

import { erase, read, write } from "../reader/store.js";
import { asOutbox, EMPTY } from "./outbox.js";

/** @import { Outbox } from "./outbox.js" */

/** @typedef {{token: string, nickname: string | null}} Me */

/** @returns {Me | null} */
export function me() {
  const kept = read("room", "me");
  return typeof kept?.token === "string"
    ? { token: kept.token, nickname: typeof kept.nickname === "string" ? kept.nickname : null }
    : null;
}

/** @param {Me} joined */
export function enter(joined) {
  write("room", "outbox", EMPTY);
  write("room", "me", joined);
}

/** Forget it; the room's server still has what it was told. */
export function leave() {
  erase("room", "me");
  erase("room", "outbox");
}

export const outbox = () => asOutbox(read("room", "outbox"));

/** @param {Outbox} now */
export const keepOutbox = (now) => write("room", "outbox", now);
