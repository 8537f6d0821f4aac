// What a browser sends to the room, and what it hears of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { split } from "../src/room/listen.js";
import { asMessage, asOutbox, EMPTY, noticed, sent } from "../src/room/outbox.js";
import { connection, share } from "../src/room/words.js";

/** @import { Entry } from "../src/reader/store.js" */

const CHOICES = { slower: ["None", "Twice"] };

/** @param {string} id @param {string | null} said @returns {Entry} */
const bet = (id, said) => ({ kind: "bet", id, value: { said } });

/** @param {string} id @param {boolean} right @returns {Entry} */
const answer = (id, right) => ({ kind: "answer", id, value: { right } });

test("what came about is sent in that order, each with a turn of its own", () => {
  let outbox = noticed(EMPTY, [bet("b", "None")]);
  outbox = noticed(outbox, [bet("a", "Twice"), bet("b", "None")]);
  outbox = noticed(outbox, [bet("a", "Twice"), answer("x/y", true), bet("b", "None")]);
  assert.deepEqual(outbox.waiting, [
    { key: "bet/b", value: "None", turn: 1 },
    { key: "bet/a", value: "Twice", turn: 2 },
    { key: "answer/x/y", value: true, turn: 3 },
  ]);
});

test("what was sent is not sent again", () => {
  const entries = [bet("b", "None")];
  const outbox = noticed(EMPTY, entries);
  const after = sent(outbox, outbox.waiting[0]);
  assert.deepEqual(after.waiting, []);
  assert.equal(noticed(after, entries), after);
});

test("a bet that is placed anew before it was sent is sent once, as it is now", () => {
  let outbox = noticed(EMPTY, [bet("b", "None")]);
  outbox = noticed(outbox, []);
  outbox = noticed(outbox, [bet("b", "Twice")]);
  assert.deepEqual(outbox.waiting, [{ key: "bet/b", value: "Twice", turn: 3 }]);
});

test("a bet that is placed anew while it is under way is sent once more", () => {
  const first = noticed(EMPTY, [bet("b", "None")]);
  const [underWay] = first.waiting;
  const after = sent(noticed(first, [bet("b", "Twice")]), underWay);
  assert.deepEqual(after.waiting, [{ key: "bet/b", value: "Twice", turn: 2 }]);
});

test("what was taken back, or is no longer right, is told", () => {
  let outbox = noticed(EMPTY, [bet("slower", "None"), answer("x/y", true)]);
  for (const change of outbox.waiting) outbox = sent(outbox, change);
  outbox = noticed(outbox, [answer("x/y", false)]);
  const messages = outbox.waiting.map((change) => asMessage(change, CHOICES));
  assert.deepEqual(messages, [
    { bet: "slower", choice: null, turn: 3 },
    { exercise: "x/y", solved: false, turn: 4 },
  ]);
  for (const change of outbox.waiting) outbox = sent(outbox, change);
  assert.deepEqual(outbox.told, {});
});

test("a bet that was shown without a choice is none, and code is nobody's business", () => {
  const entries = [bet("b", null), { kind: "code", id: "c", value: "x" }];
  assert.equal(noticed(EMPTY, /** @type {Entry[]} */ (entries)), EMPTY);
});

test("a choice goes by its number, and one that the book has no more does not go", () => {
  const change = { key: "bet/slower", value: "Twice", turn: 7 };
  assert.deepEqual(asMessage(change, CHOICES), { bet: "slower", choice: 1, turn: 7 });
  assert.equal(asMessage({ ...change, value: "Thrice" }, CHOICES), null);
  assert.equal(asMessage({ ...change, key: "bet/old" }, CHOICES), null);
  assert.equal(asMessage({ ...change, key: "bet/old", value: null }, CHOICES), null);
});

test("anything else in the store is an empty outbox", () => {
  for (const value of [null, 7, {}, { turn: 1 }, { turn: "1", told: {}, waiting: [] }]) {
    assert.equal(asOutbox(value), EMPTY);
  }
});

test("events are split where they end, whatever pieces they come in", () => {
  const text = ': hello\n\ndata: {"a": 1}\n\nevent: gone\ndata: {}\n\ndata: {"b"';
  const { events, rest } = split(text);
  assert.deepEqual(events, [
    { name: "", data: '{"a": 1}' },
    { name: "gone", data: "{}" },
  ]);
  assert.equal(rest, 'data: {"b"');
});

test("the bar says how it stands", () => {
  const state = { here: 3, paused: false, opened: [], link: null };
  assert.equal(connection(true, state, 0, ""), "Room: connected, 3 here.");
  assert.equal(connection(true, state, 2, ""), "Room: connected, 3 here, 2 to send.");
  assert.equal(connection(false, null, 0, ""), "Room: connecting.");
  assert.equal(
    connection(false, state, 1, ""),
    "Room: no connection, 1 to send. It is tried again.",
  );
  assert.equal(share(1, 3), "1 of 3 (33 %)");
});
