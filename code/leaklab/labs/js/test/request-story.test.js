// The request story: numbers become steps, lanes and words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expandStory, standing, stretches } from "../src/request-story/data.js";
import { along, beside, boxAt, overlap, placed } from "../src/request-story/labels.js";
import { inSight } from "../src/request-story/listing.js";
import { ticks } from "../src/request-story/scale.js";
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

test("the lines in sight are those around what happens, and those where tasks stand", () => {
  const seen = inSight(12, 1, [8]).flatMap((each, i) => (each ? [i] : []));
  assert.deepEqual(seen, [0, 1, 2, 3, 8]);
});

test("ticks are round, and never more than have room", () => {
  assert.deepEqual(ticks(1.5, 5), [0, 0.5, 1, 1.5]);
  assert.deepEqual(ticks(100, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(110, 5), [0, 50, 100]);
  for (const until of [0.07, 9, 61, 110, 3600, 9_999_999]) {
    for (const most of [1, 3, 5]) {
      const all = ticks(until, most);
      assert.ok(all.length >= 2 && all.length <= most + 1, `${until}, ${most}: ${all}`);
      assert.ok(all[all.length - 1] <= until);
    }
  }
});

const WITHIN = { left: 0, top: 0, right: 200, bottom: 100 };

test("words at one place go to places of their own, inside of the drawing", () => {
  const label = { wide: 50, spots: beside(100, 20, 90) };
  const labels = Array.from({ length: 8 }, () => label);
  const spots = placed(labels, WITHIN, [], []);
  const boxes = spots.flatMap((spot) => (spot ? [boxAt(spot, 50)] : []));
  assert.equal(boxes.length, 8);
  for (const [i, one] of boxes.entries()) {
    assert.ok(one.left >= 0 && one.right <= 200 && one.top >= 0 && one.bottom <= 100);
    for (const other of boxes.slice(0, i)) assert.ok(!overlap(one, other));
  }
});

test("words keep off lines where they can, and off other words always", () => {
  const spots = beside(20, 50, 50);
  const [first, second] = spots;
  assert.deepEqual(placed([{ wide: 10, spots }], WITHIN, [], []), [first]);
  const line = boxAt(first, 10);
  assert.deepEqual(placed([{ wide: 10, spots }], WITHIN, [], [line]), [second]);
  const only = [first];
  assert.deepEqual(placed([{ wide: 10, spots: only }], WITHIN, [], [line]), [first]);
  assert.deepEqual(placed([{ wide: 10, spots: only }], WITHIN, [line], []), [null]);
});

test("a bar's words stand under it, or end where it ends", () => {
  assert.deepEqual(along(10, 200, 50, 18, 40)[0], { x: 14, y: 72, anchor: "start" });
  assert.deepEqual(along(190, 200, 50, 18, 40)[0], { x: 160, y: 72, anchor: "start" });
});
