// The address after # keeps a lab's setting.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, readHash } from "../src/ui/hash.js";

const knobs = { latency_s: { stops: [0.3, 0.9] }, handler: { stops: ["k8s-1.12", "k8s-1.17"] } };
const read = (/** @type {string} */ hash) => readHash("lab", knobs, hash);

test("what is written is read again", () => {
  const setting = { latency_s: 0.9, handler: "k8s-1.17" };
  assert.equal(hashOf("lab", setting), "#lab?latency_s=0.9&handler=k8s-1.17");
  assert.deepEqual(read(hashOf("lab", setting)), setting);
});

test("numbers are written without float dust", () => {
  assert.equal(hashOf("lab", { latency_s: 0.1 + 0.2 }), "#lab?latency_s=0.3");
});

test("numbers between the stops are taken as they are, and unknown knobs are not", () => {
  assert.deepEqual(read("#lab?latency_s=0.5&colour=red"), { latency_s: 0.5 });
});

for (const hash of [
  "",
  "#",
  "#lab",
  "#lab?",
  "#other?latency_s=0.5",
  "#%E0%A4%A",
  "#lab?latency_s=abc",
  "#lab?latency_s=",
  "#lab?latency_s=1e999",
  "#lab?handler=constructor",
]) {
  test(`nonsense is ignored: ${JSON.stringify(hash)}`, () => assert.deepEqual(read(hash), {}));
}
