// The limits lab without a page: which goals are met, and what it says of a run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { met } from "../src/limits-lab/goals.js";
import { roundStep } from "../src/limits-lab/paper.js";
import { readOuts, sentence } from "../src/limits-lab/words.js";

const none = { parked: [0, 1], worker: [0, 1], serving: [0, 1], drainer: [0, 1] };
const busy = {
  sent: 400,
  answered: 0,
  timed_out: 100,
  refused: 300,
  gave_up: 0,
  most_at_work: 20,
  over_limit: 0,
  peak: 120,
  left: 100,
};
const call = { sent: 0, waited: 60, how: "timed out", served: 60, worked: 75, gone: null };

/**
 * @param {Partial<typeof busy>} numbers
 * @param {object[]} [calls]
 * @returns {any}
 */
const run = (numbers, calls = []) => ({ ...none, numbers: { ...busy, ...numbers }, calls });

test("a goal asks for knobs and for numbers, and for all of them", () => {
  const goal = {
    at: { place: "outside" },
    within: /** @type {Record<string, [number, number]>} */ ({ left: [0, 49], sent: [1, 400] }),
  };
  assert.equal(met(goal, run({ left: 49 }), { place: "outside" }), true);
  assert.equal(met(goal, run({ left: 50 }), { place: "outside" }), false);
  assert.equal(met(goal, run({ left: 49, sent: 401 }), { place: "outside" }), false);
  assert.equal(met(goal, run({ left: 49 }), { place: "inside" }), false);
});

test("a limit's sentence counts what is refused, over the limit, and left", () => {
  const setting = { slots: 20, place: "inside", handler: "k8s-1.12" };
  const says = (/** @type {Partial<typeof busy>} */ numbers, other = {}) =>
    sentence("work", run(numbers), { ...setting, ...other });
  assert.equal(
    says({}),
    "With a limit of 20 inside the timeout, at most 20 handlers work at once. Of 400 requests " +
      "300 are refused, and on k8s-1.12 100 tasks are left for ever.",
  );
  assert.match(says({ over_limit: 20, most_at_work: 40 }), /at most 40 .* 20 more than the limit/);
  assert.match(says({ refused: 1, left: 1 }), /1 is refused, .* 1 task is left for ever/);
  assert.match(says({ refused: 0, left: 0 }), /none are refused, .* nothing is left/);
});

test("a pull's sentence tells how its calls ended", () => {
  const says = (/** @type {string[]} */ ...hows) =>
    sentence(
      "pull",
      run(
        { sent: 6, left: 0 },
        hows.map((how) => ({ ...call, how })),
      ),
      {},
    );
  assert.match(says("timed out"), /makes 1 call: it timed out\. After 6 calls/);
  assert.match(says("answered", "answered"), /makes 2 calls: all answered\./);
  assert.match(says("answered", "gave up"), /1 answered, 1 given up by the client/);
});

test("whose clock rings first, and who hears of it", () => {
  const says = (/** @type {Partial<Record<keyof typeof call, any>>} */ other, own_s = 75) =>
    sentence("clocks", run({}, [{ ...call, ...other }]), { own_s });
  assert.match(says({}), /server's clock rings first, at 60 s: .* 504\. .* works on until 75 s/);
  assert.match(says({ worked: 60 }), /ends at once, but too late\. .* no receiver left/);
  const left = { how: "gave up", waited: 10 };
  assert.match(
    says({ ...left }),
    /client's clock .* 10 s: .* rings at 60 s, unheard\. .* for ever/,
  );
  const heard = { ...left, served: 10, worked: 10, gone: 10 };
  assert.match(says(heard), /hears of it and ends at once\. .* nothing is left/);
  const early = { ...left, served: 50, worked: 50, gone: 50 };
  assert.match(says(early), /works on until 50 s, for nobody\. .* nothing is left/);
  const answered = { how: "answered", waited: 50, served: 50, worked: 50, gone: 50 };
  assert.match(says(answered, 50), /handler's clock rings first, at 50 s: .* own error/);
  assert.match(says(answered), /work is done first, at 50 s: .* its answer/);
});

test("read-outs have words of their own", () => {
  assert.deepEqual(readOuts("work", run({ left: 45000 })).at(-1), ["left for ever", "45,000"]);
  assert.deepEqual(readOuts("pull", run({ sent: 6 }))[0], ["calls in the hour", "6"]);
  assert.deepEqual(readOuts("clocks", run({ left: 1 }, [call])), [
    ["client", "gets a 504 at 60 s"],
    ["serving task ends", "60 s"],
    ["handler ends", "75 s"],
    ["left for ever", "1"],
  ]);
});

test("an axis has a few round steps, however far it goes", () => {
  for (const span of [6, 9, 60, 120, 315, 9_999_999]) {
    const step = roundStep(span, 8);
    assert.ok(span / step <= 8 && span / step >= 2, `${span} in steps of ${step}`);
  }
});
