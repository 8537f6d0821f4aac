// Recorded runs are unpacked: columns of samples, sums of roles, the places of settings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { count, expand, expandRuns, finer, nearest, place, plain } from "../src/data.js";

const columns = { parked: [0, 1, 2, 1], worker: [1, 2], serving: [3, 1, 0, 1], drainer: [0, 2] };
const run = { ...columns, outcomes: { ok_200: 2 }, peak: 7, left: 2 };

test("pairs of step and repetition are a column", () => {
  assert.deepEqual(expand([5, 3, 0, 1]), [5, 10, 15, 15]);
  assert.deepEqual(expand([]), []);
  assert.deepEqual(expand([3, 1, -1, 2]), [3, 2, 1]);
});

test("a run's tasks are the sum of its roles", () => {
  const [{ columns, peak, left, outcomes }] = expandRuns([run]);
  assert.deepEqual(columns.parked, [0, 2]);
  assert.deepEqual(columns.tasks, [4, 7]);
  assert.equal("rule" in columns, false);
  assert.deepEqual({ peak, left, outcomes }, { peak: 7, left: 2, outcomes: { ok_200: 2 } });
});

test("the counting rule's column comes along where there is one", () => {
  const [{ columns }] = expandRuns([{ ...run, rule: [4, 1, 3, 1] }]);
  assert.deepEqual(columns.rule, columns.tasks);
});

test("the same answer is expanded once", () => {
  const runs = [run];
  assert.equal(expandRuns(runs), expandRuns(runs));
});

test("nearest is the nearest number, the lower of two; or the very word, or else the first", () => {
  assert.equal(nearest([1, 2, 4], 2.9), 1);
  assert.equal(nearest([1, 2, 4], 3), 1);
  assert.equal(nearest([1, 2, 4], 1e9), 2);
  assert.equal(nearest([1, 2, 4], -1e9), 0);
  assert.equal(nearest(["a", "b"], "b"), 1);
  assert.equal(nearest(["a", "b"], "c"), 0);
  assert.equal(nearest([1, 2, 4], Number.NaN), 0);
});

test("place is where the nested loops over the stops come by", () => {
  const stops = { handler: ["x", "y"], rate: [10, 50, 100], latency: [0.1, 0.9] };
  const order = ["handler", "rate", "latency"];
  let at = 0;
  for (const handler of stops.handler) {
    for (const rate of stops.rate) {
      for (const latency of stops.latency) {
        assert.equal(place({ order, stops }, { latency, handler, rate }), at++);
      }
    }
  }
  assert.equal(place({ order, stops }, { handler: "y", rate: 60, latency: 5 }), 9);
});

test("finer stops are round, about 80, and keep the recorded ones", () => {
  const recorded = [0.1, 0.58, 0.62, 1.8];
  const stops = finer(recorded);
  assert.ok(stops.length > 70 && stops.length < 120, String(stops.length));
  for (const stop of recorded) assert.ok(stops.includes(stop));
  assert.ok(stops.includes(0.3), "without float dust");
  assert.deepEqual(
    stops,
    [...new Set(stops)].sort((a, b) => a - b),
  );
});

test("finer stops of a step of their own, from low to high, without one", () => {
  assert.deepEqual(finer([1, 1.5], { step: 0.1, without: 1.2 }), [1, 1.1, 1.3, 1.4, 1.5]);
  assert.deepEqual(finer([2.5], { step: 1, low: 1, high: 3 }), [1, 2, 2.5, 3]);
  assert.equal(finer([0.5], { step: 0.1, low: 0.1, high: 10 }).length, 100);
});

test("one stop alone stays alone", () => assert.deepEqual(finer([0.6]), [0.6]));

test("numbers for the eye", () => {
  assert.equal(count(45000), "45,000");
  assert.equal(plain(0.1 + 0.2), "0.3");
  assert.equal(plain(50), "50");
});
