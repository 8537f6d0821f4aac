// Questions and answers between a lab and a kernel or worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RemoteEngine } from "../src/engines/remote.js";

/** @import { Failure, Frame, Heard } from "../src/made/wire.js" */

const data = { plan: { until_s: 10 } };
const asked = { setting: { latency_s: 1, rate_per_s: 50, timeout_s: 0.6 }, pace: 10 };

/** An engine whose far end is this test. */
function engine(tag = "leak-lab") {
  /** @type {Heard[]} */
  const sent = [];
  const far = {
    hears: (/** @type {any} */ _said) => {},
    failed: (/** @type {number} */ _number, /** @type {string} */ _why) => {},
    closed: false,
  };
  const transport = {
    send: (/** @type {Heard} */ message) => void sent.push(message),
    listen: (/** @type {any} */ hears, /** @type {any} */ failed) =>
      void Object.assign(far, { hears, failed }),
    close: () => {
      far.closed = true;
    },
  };
  return { engine: new RemoteEngine(transport, tag, data), sent, far };
}

test("a question goes with the lab's tag and plan, and is answered under its number", async () => {
  const { engine: remote, sent, far } = engine("request-story");
  const answer = remote.ask({ latency_s: 1 });
  const [{ number, ...rest }] = sent;
  const ask = { tag: "request-story", plan: data.plan, question: { latency_s: 1 } };
  assert.deepEqual(rest, { ask });
  far.hears({ number: number + 1000, answer: "another's" });
  far.hears({ number, answer: { runs: [] } });
  assert.deepEqual(await answer, { runs: [] });
});

test("two engines never use the same number", () => {
  const [one, other] = [engine(), engine()];
  one.engine.ask({});
  other.engine.ask({});
  assert.notEqual(one.sent[0].number, other.sent[0].number);
});

test("a question that came to nothing is answered with the reason", async () => {
  const { engine: remote, sent, far } = engine();
  const answer = remote.ask({});
  far.failed(sent[0].number, "the page was left");
  assert.deepEqual(await answer, { error: "No answer: the page was left." });
});

test("a live run is opened, told and closed under one number, and hears its own frames", () => {
  const { engine: remote, sent, far } = engine();
  /** @type {(Frame | Failure)[]} */
  const frames = [];
  const channel = remote.live(asked, (frame) => frames.push(frame));
  channel.tell({ pace: 60 });
  const { number } = sent[0];
  far.hears({ number: number + 1000, live: { t_s: 1 } });
  far.hears({ number, live: { t_s: 2 } });
  far.failed(number, "the worker is gone");
  channel.close();
  far.hears({ number, live: { t_s: 3 } });
  assert.deepEqual(frames, [{ t_s: 2 }, { error: "No live run: the worker is gone." }]);
  assert.deepEqual(sent, [
    { number, open: { plan: data.plan, ...asked } },
    { number, tell: { pace: 60 } },
    { number, close: true },
  ]);
});

test("closed, it lets its transport go and nobody waits", async () => {
  const { engine: remote, far } = engine();
  const answer = remote.ask({});
  remote.close();
  assert.equal(await answer, null);
  assert.ok(far.closed);
});
