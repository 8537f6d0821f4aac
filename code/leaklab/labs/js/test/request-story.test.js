// The request story: numbers become steps, lanes and words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expandStory, standing, stretches } from "../src/request-story/data.js";
import { inWords, sentence } from "../src/request-story/words.js";

const data = {
  tasks: ["serving", "worker"],
  states: ["runs", "waits", "parked", "ended"],
  kinds: /** @type {[string, string | null, string | null, string | null][]} */ ([
    ["It arrives.", "client", "serving", "request"],
    ["It waits.", null, null, null],
    ["It sends.", "worker", "nobody", "outcome"],
    ["It ends.", null, null, null],
  ]),
};
const steps = expandStory(
  {
    times: [0, 0.6, 0.9],
    steps: [
      [0, 0, 0, 10, 0],
      [0, 1, 0, 20, 1],
      [0, 0, 1, 12, 1],
      [1, 0, 3, 14, 3],
      [2, 1, 2, 22, 2],
    ],
  },
  data,
);

test("numbers become words and messages", () => {
  const message = { sender: "client", receiver: "serving", label: "request" };
  const first = { t: 0, task: "serving", state: "runs", line: 10, says: "It arrives.", message };
  assert.deepEqual(steps[0], first);
  assert.equal(steps[1].message, null);
});

test("a stretch lasts until the task's state changes, and none has no length", () => {
  const of = (/** @type {string} */ task) =>
    stretches(steps, task, 1.5).map(({ state, t, end, i }) => [state, t, end, i]);
  assert.deepEqual(of("serving"), [["waits", 0, 0.6, 2]]);
  assert.deepEqual(of("worker"), [
    ["runs", 0, 0.9, 1],
    ["parked", 0.9, 1.5, 4],
  ]);
});

test("a task stands where it was last, until the step after its end", () => {
  assert.equal(standing(steps, "worker", 0), undefined);
  assert.equal(standing(steps, "serving", 2)?.line, 12);
  assert.equal(standing(steps, "serving", 3)?.line, 14);
  assert.equal(standing(steps, "serving", 4), undefined);
});

test("a step in words", () => {
  assert.equal(sentence(steps[4]), "At 0.9 s, line 22. It sends.");
  assert.equal(inWords(steps[4]), "0.9 s, worker, line 22. It sends.");
});
