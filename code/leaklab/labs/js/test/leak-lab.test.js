// The leak lab's sentences, for recorded, asked and live servers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tasksADot } from "../src/leak-lab/dots.js";
import { met, Seen } from "../src/leak-lab/goals.js";
import { withWish } from "../src/leak-lab/knobs.js";
import { standsAt } from "../src/leak-lab/presets.js";
import { liveSentence, momentSentence, sentence, tasksAt, totals } from "../src/leak-lab/words.js";

const columns = {
  parked: [0, 300],
  worker: [1, 0],
  serving: [2, 0],
  drainer: [0, 0],
  tasks: [3, 300],
};
const leaky = {
  columns,
  outcomes: { timeouts_504: 300, aborted: 2, no_status: 1 },
  peak: 1330,
  left: 300,
};
const fixed = { ...leaky, outcomes: {}, peak: 92, left: 0 };
const dead = { ...leaky, crash: { t_s: 0.2, panic: "panic: x" } };
const setting = { latency_s: 0.9, rate_per_s: 50, timeout_s: 0.6 };
const handlers = ["k8s-1.12", "k8s-1.17"];

test("the sentence says whether requests are late, and what became of each handler's tasks", () => {
  assert.equal(
    sentence(setting, handlers, [leaky, fixed]),
    "At 0.9 s every request outlives its timeout of 0.6 s, 50 a second. k8s-1.12: 300 tasks " +
      "parked for ever, 1,330 tasks at the peak. k8s-1.17: nothing stays behind, 92 tasks at the peak.",
  );
  const early = sentence({ ...setting, latency_s: 0.3 }, ["k8s-1.11"], [dead]);
  assert.equal(
    early,
    "At 0.3 s every answer comes before the timeout of 0.6 s. k8s-1.11: the process dies at 0.2 s.",
  );
});

test("an answer at the very instant of the timeout is called that", () => {
  const tie = sentence({ ...setting, latency_s: 0.6 }, ["x"], [leaky]);
  assert.match(tie, /^At 0\.6 s every answer is ready at the very instant of the timeout, which/);
});

test("what clients do of their own accord is said and counted where a lab has sliders for it", () => {
  const impatient = { ...setting, client_hangup_s: 0.3, client_timeout_s: 0.45 };
  assert.match(
    sentence(impatient, ["x"], [fixed]),
    /a second\. Clients hang up after 0\.3 s\. They send \?timeout=0\.45s\. x: no timeouts, no clients gone; nothing stays/,
  );
  const left = { ...leaky, outcomes: { clients_left: 7, handle_error_calls: 5 } };
  assert.deepEqual(totals(left, { clients: true }).slice(4, 6), [
    ["clients gone", 7, true],
    ["late ends reported", 5, true],
  ]);
  assert.ok(!totals(left)[4][2], "elsewhere they are left out where there are none");
});

test("live servers say what they hold, that they died, that they rest", () => {
  const live = { t_s: 12.4, full: true, runs: [leaky, dead] };
  assert.equal(
    liveSentence(live, handlers),
    "Live, at 12.4 s of virtual time. k8s-1.12: 300 tasks, 300 of them parked. " +
      "k8s-1.17: the process died at 0.2 s. The servers hold so many tasks now that they rest.",
  );
});

test("counters at a moment and of the whole", () => {
  assert.deepEqual(tasksAt(leaky, 0), [
    ["alive", 3],
    ["serving", 2],
    ["worker", 1],
    ["parked", 0],
    ["drainer", 0],
  ]);
  assert.deepEqual(totals(leaky), [
    ["answered in time (200)", 0, true],
    ["timed out (504)", 300, true],
    ["refused (429)", 0, false],
    ["cut off", 3, false],
    ["clients gone", 0, false],
    ["late ends reported", 0, false],
    ["peak", 1330, true],
    ["left", 300, true],
  ]);
});

test("goals have limits, at the sliders' positions that they name", () => {
  const goal = { text: "", handler: "k8s-1.12" };
  const shown = { setting, below: 0.7 };
  const least = { ...goal, measure: "left", at_least: 300 };
  const seen = new Seen();
  assert.ok(met(least, leaky, shown, seen));
  assert.ok(!met({ ...least, at_least: 301 }, leaky, shown, seen));
  assert.ok(!met({ ...goal, measure: "peak", at_most: 91 }, fixed, shown, seen));
  assert.ok(met({ ...goal, measure: "timeouts", at_most: 0 }, fixed, shown, seen));
  const there = { ...least, at: { latency_s: 0.9, rate_per_s: 50 } };
  assert.ok(met(there, leaky, shown, seen));
  assert.ok(!met({ ...there, at: { latency_s: 0.3 } }, leaky, shown, seen));
  assert.ok(!met(there, leaky, { setting: null, below: undefined }, seen), "no slider gave it");
});

test("the smallest latency that leaks is found by who has seen both sides of it", () => {
  const goal = { text: "", handler: "k8s-1.12", measure: "threshold" };
  const shown = { setting: { ...setting, latency_s: 0.62 }, below: 0.58 };
  const seen = new Seen();
  assert.ok(!met(goal, leaky, shown, seen), "the stop below was never seen");
  seen.note(leaky, { ...setting, latency_s: 0.58 });
  assert.ok(!met(goal, leaky, shown, seen), "and it leaks");
  seen.note(fixed, { ...setting, latency_s: 0.58, rate_per_s: 10 });
  assert.ok(!met(goal, leaky, shown, seen), "that was at another rate");
  seen.note(fixed, { ...setting, latency_s: 0.58 });
  assert.ok(met(goal, leaky, shown, seen));
  assert.ok(!met(goal, fixed, shown, seen), "nothing leaks");
  assert.ok(!met(goal, leaky, { ...shown, below: undefined }, seen), "there is no lower stop");
});

test("at an earlier moment the sentence says what is held then", () => {
  assert.equal(
    momentSentence(0.5, 10, ["x", "y"], [leaky, dead], 0),
    "At 0.5 s of 10 s. x: 3 tasks, none of them parked. y: the process died at 0.2 s.",
  );
  assert.match(momentSentence(0.1, 10, ["y"], [dead], 1), /y: 300 tasks, 300 of them parked\.$/);
});

test("a dot stands for so many tasks that all find room", () => {
  assert.equal(tasksADot(300, 400), 1);
  assert.equal(tasksADot(401, 400), 10);
  assert.equal(tasksADot(45_000, 400), 1000);
});

test("a client's timeout below the latency is not called an answer in time", () => {
  const short = { ...setting, latency_s: 0.2, client_timeout_s: 0.1 };
  const run = { ...fixed, outcomes: { timeouts_504: 300, clients_left: 12 } };
  assert.match(
    sentence(short, ["x"], [run]),
    /before the server's timeout of 0\.6 s\. They send \?timeout=0\.1s\. x: 300 timeouts, 12 clients gone; nothing stays/,
  );
});

test("a link's wish is a stop only between those that there are", () => {
  assert.deepEqual(withWish([0.1, 0.5, 1], 0.37), [0.1, 0.37, 0.5, 1]);
  for (const wish of [0.05, 0.1, 0.5, 1, 7, undefined]) {
    assert.deepEqual(withWish([0.1, 0.5, 1], wish), [0.1, 0.5, 1]);
  }
});

test("a preset is pressed where the sliders stand as near to it as they can", () => {
  const knobs = /** @type {any} */ ({
    latency_s: { stops: [0.3, 0.9] },
    rate_per_s: { stops: [50] },
  });
  const preset = /** @type {any} */ ({ setting: { latency_s: 0.8, rate_per_s: 60 } });
  assert.ok(standsAt(preset, knobs, /** @type {any} */ ({ latency_s: 0.9, rate_per_s: 50 })));
  assert.ok(!standsAt(preset, knobs, /** @type {any} */ ({ latency_s: 0.3, rate_per_s: 50 })));
  assert.ok(!standsAt(/** @type {any} */ ({ runs: [] }), knobs, /** @type {any} */ ({})));
});
