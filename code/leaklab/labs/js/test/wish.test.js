// What a link asks for and no recorded run gives, and when a busy engine is spoken of.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { patiently } from "../src/engines/patiently.js";
import { missed, wishWords } from "../src/ui/wish.js";

/** @type {Record<string, any>} */
const knobs = {
  latency_s: { value: 0.9, label: "Latency", words: (/** @type {number} */ s) => `${s} s` },
  slots: { value: 0 },
  handler: { value: "k8s-1.12", label: "Handler" },
};

test("a number at which its knob does not stand is missed; a float's dust and words are not", () => {
  assert.deepEqual(missed({ latency_s: 0.87, slots: 0 }, knobs), [["latency_s", 0.87]]);
  assert.deepEqual(missed({ latency_s: 0.3 * 3, slots: 4 }, knobs), [["slots", 4]]);
  assert.deepEqual(missed({ handler: "k8s-1.17" }, knobs), []);
});

test("what is missed is called as the page calls it", () => {
  assert.match(
    wishWords(missed({ latency_s: 0.87, slots: 4 }, knobs), knobs),
    /^The link asks for Latency 0\.87 s, slots 4, which is not among the recorded runs: /,
  );
});

test("a reader hears of an answer that takes long, once, and not of one that is there in time", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let late = 0;
  const said = () => {
    late += 1;
  };
  /** @type {(answer: string) => void} */
  let answer = () => {};
  const asked = () =>
    patiently(
      new Promise((resolve) => {
        answer = resolve;
      }),
      said,
    );
  const slow = asked();
  mock.timers.tick(60_000);
  answer("slow");
  assert.deepEqual([await slow, late], ["slow", 1]);
  const quick = asked();
  answer("quick");
  assert.equal(await quick, "quick");
  mock.timers.tick(60_000);
  assert.equal(late, 1);
  mock.timers.reset();
});
