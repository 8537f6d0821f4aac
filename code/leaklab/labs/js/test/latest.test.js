// Of the questions that wait, the latest is asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Latest } from "../src/engines/latest.js";

/** An engine that answers only when it is told to. */
function slow() {
  /** @type {[string, (answer: string) => void][]} */
  const begun = [];
  /** @type {Latest<string, string>} */
  const latest = new Latest((question, done) => begun.push([question, done]));
  return { begun, latest };
}

test("one question is under way, and of those that wait only the latest is kept", async () => {
  const { begun, latest } = slow();
  const [first, second, third] = ["a", "b", "c"].map((question) => latest.ask(question));
  assert.deepEqual(
    begun.map(([question]) => question),
    ["a"],
  );
  assert.equal(await second, null);
  begun[0][1]("A");
  assert.equal(await first, "A");
  assert.deepEqual(
    begun.map(([question]) => question),
    ["a", "c"],
  );
  begun[1][1]("C");
  assert.equal(await third, "C");
});

test("once it is closed nobody waits, and nothing more is begun", async () => {
  const { begun, latest } = slow();
  const both = [latest.ask("a"), latest.ask("b")];
  latest.close();
  assert.deepEqual(await Promise.all(both), [null, null]);
  begun[0][1]("A");
  assert.equal(begun.length, 1);
});
