import assert from "node:assert/strict";
import test from "node:test";
import { Turning } from "../src/served/turning.js";
import { sentence } from "../src/served/words.js";

const knobs = { latency: 0.3, factor: 3, timeout: 0.6 };
/** @type {any} */
const run = { columns: { tasks: [4, 1200], parked: [0, 1100] } };
/** @type {any} */
const frame = { t_s: 12.25, memory_mb: 61.6, knobs };

test("the sentence has tasks, memory and what becomes of a list", () => {
  assert.equal(
    sentence("k8s-1.12", run, frame),
    "At 12.3 s. k8s-1.12: 1,200 tasks, 1,100 of them parked. The process has 62 MB. " +
      "A read of pods takes 0.9 s now, and the timeout is 0.6 s: every list times out.",
  );
  const even = { ...frame, knobs: { ...knobs, factor: 2 } };
  assert.match(sentence("x", run, even), /takes 0\.6 s now, as long as the timeout: a race\.$/);
  const healthy = { ...frame, memory_mb: null, knobs: { ...knobs, factor: 1 } };
  assert.match(sentence("x", run, healthy), /parked\. A read .* 0\.3 s now, .* come in time\.$/);
});

test("one request at a time, and of what was turned meanwhile the last", async () => {
  /** @type {string[]} */
  const sent = [];
  /** @type {(() => void)[]} */
  const answers = [];
  const before = globalThis.fetch;
  /** @type {any} */
  const stand_in = (/** @type {string} */ _url, /** @type {RequestInit} */ { body }) => {
    sent.push(String(body));
    return new Promise((resolve) => answers.push(() => resolve({ ok: true })));
  };
  globalThis.fetch = stand_in;
  try {
    /** @type {string[]} */
    const told = [];
    const turning = new Turning((words) => told.push(words));
    const all = turning.turn({ factor: 1.5 });
    turning.turn({ factor: 2 });
    turning.turn({ factor: 3 });
    turning.turn({ latency: 1 });
    assert.deepEqual(sent, ['{"factor":1.5}']);
    assert.equal(turning.busy, true);
    answers[0]();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(sent.slice(1), ['{"factor":3,"latency":1}']);
    answers[1]();
    await all;
    assert.equal(turning.busy, false);
    assert.deepEqual(told, ["", ""]);
  } finally {
    globalThis.fetch = before;
  }
});

test("what the server says against it is told, and that it does not answer", async () => {
  const before = globalThis.fetch;
  /** @type {any[]} */
  const answers = [{ ok: false, text: async () => "token needed\n" }];
  /** @type {any} */
  const stand_in = async () => answers.shift() ?? Promise.reject(new TypeError("no line"));
  globalThis.fetch = stand_in;
  try {
    /** @type {string[]} */
    const told = [];
    const turning = new Turning((words) => told.push(words));
    assert.equal(await turning.check(), false);
    await turning.turn({ factor: 2 });
    assert.deepEqual(told, ["The server refuses: token needed", "The server does not answer."]);
  } finally {
    globalThis.fetch = before;
  }
});
