import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "../src/reader/send-request/places.js";
import { MachinePlot, roundUp, stepOf } from "../src/reader/send-request/plot.js";
import { poseAt, stillsOf, timelineOf } from "../src/reader/send-request/timeline.js";
import { fateOf, tallyOf } from "../src/reader/send-request/words.js";

/** @import { SendStory } from "../src/made/wire.js" */

/** @type {(t_s: number, task: string, state: string, says?: string, moves?: any) => any} */
const step = (t_s, task, state, says = "", moves = undefined) => ({
  ...{ t_s, task, state, says },
  ...(moves && { moves }),
});

const BEGIN = [
  step(0, "serving", "runs", "It arrives.", ["client", "serving", "request"]),
  step(0, "serving", "runs", "", ["serving", "worker", ""]),
  step(0, "serving", "waits"),
  step(0, "worker", "runs", "It works."),
];

/** @type {SendStory} */
const LATE = {
  steps: [
    ...BEGIN,
    step(2, "serving", "runs", "Time is up.", ["serving", "client", "504"]),
    step(2, "serving", "ended", "It is gone."),
    step(3, "worker", "parked", "It is parked.", ["worker", "nobody", "outcome"]),
  ],
  ...{ answer: 504, answered_s: 2, parked: true, fate: "answered 504; its worker is parked." },
};

/** @type {SendStory} */
const IN_TIME = {
  steps: [
    ...BEGIN,
    step(1, "worker", "runs", "", ["worker", "client", "200"]),
    step(1, "worker", "runs", "They meet.", ["worker", "serving", "outcome"]),
    step(1, "worker", "ended", "Both end."),
    step(1, "serving", "ended"),
  ],
  ...{ answer: 200, answered_s: 1, parked: false, fate: "answered 200; both have ended." },
};

const TIMEOUT = 2;

test("a timeline never goes back, and its clock ends at the last step", () => {
  const line = timelineOf(LATE, TIMEOUT);
  let before = poseAt(line, 0);
  for (let wall = 0; wall <= line.ends; wall += 7) {
    const pose = poseAt(line, wall);
    assert.ok(pose.t >= before.t);
    before = pose;
  }
  assert.equal(poseAt(line, line.ends).t, 3);
});

test("the clock stands still while something moves", () => {
  const line = timelineOf(LATE, TIMEOUT);
  for (let wall = 0; wall <= line.ends; wall += 7) {
    const { move, t } = poseAt(line, wall);
    if (move) assert.ok([0, 2, 3].includes(t), `${t}`);
  }
});

test("a task is there once it has come, and the timer runs while the serving task waits", () => {
  const line = timelineOf(LATE, TIMEOUT);
  assert.equal(poseAt(line, 0).tasks.serving.shown, 0);
  const waiting = poseAt(line, line.stretches[0].from + 1);
  assert.equal(waiting.receives, "serving");
  assert.equal(waiting.tasks.worker.state, "runs");
  assert.ok(waiting.wait !== null && waiting.wait < 0.01);
  const later = poseAt(line, line.stretches[0].to - 1);
  assert.ok(later.wait !== null && later.wait > 0.99);
  assert.ok(later.work !== null && later.work > 0.6 && later.work < 0.7); // 2 of 3 seconds
});

test("at the end of a late request nobody receives, the client has its answer, one is parked", () => {
  const line = timelineOf(LATE, TIMEOUT);
  const { tasks, receives, answered, counted, says } = poseAt(line, line.ends);
  assert.equal(tasks.serving.state, "ended");
  assert.equal(tasks.serving.shown, 0);
  assert.equal(tasks.worker.state, "parked");
  assert.deepEqual([receives, answered, counted], [null, true, 1]);
  assert.equal(says, "It is parked.");
});

test("a worker is parked once its outcome has reached the channel, not before", () => {
  const line = timelineOf(LATE, TIMEOUT);
  const sent = line.beats[line.beats.length - 1];
  assert.equal(poseAt(line, sent.until - 1).tasks.worker.state, "runs");
  assert.equal(poseAt(line, sent.until).tasks.worker.state, "parked");
});

test("in time, the outcome is received and nothing stays", () => {
  const line = timelineOf(IN_TIME, TIMEOUT);
  const meets = line.beats.find(({ moves }) => moves?.[2] === "outcome");
  assert.equal(poseAt(line, (meets?.at ?? 0) + 1).receives, "serving");
  const { tasks, counted, answered } = poseAt(line, line.ends);
  assert.deepEqual([tasks.serving.shown, tasks.worker.shown], [0, 0]);
  assert.deepEqual([counted, answered], [0, true]);
});

test("still pictures: one for each sentence, in order, the last one the end", () => {
  for (const story of [LATE, IN_TIME]) {
    const line = timelineOf(story, TIMEOUT);
    const stills = stillsOf(line);
    const said = stills.map((wall) => poseAt(line, wall).says);
    assert.deepEqual(said, story.steps.map(({ says }) => says).filter(Boolean));
    assert.equal(stills.at(-1), line.ends);
  }
});

test("lanes do not meet at any width, and the marks stay in the picture", () => {
  for (let width = 240; width <= 1200; width += 10) {
    const places = new Places(width);
    const lanes = [places.client, places.serving, places.channel, places.worker, places.pile];
    for (let i = 1; i < lanes.length; i++) assert.ok(lanes[i] - lanes[i - 1] >= 30, `${width}`);
    assert.ok(places.worker + 19 < places.lanes);
    for (let i = 0; i < places.marks; i++) assert.ok(places.mark(i).x + 8 <= width, `${width}`);
  }
});

test("an axis holds its numbers, whatever they are", () => {
  for (const most of [1, 9, 12, 182, 999, 1060, 45_000, 9_999_999]) {
    const top = roundUp(most);
    assert.ok(top >= most && top <= 2 * most, `${most}: ${top}`);
    assert.ok(Math.floor(most / stepOf(most, 6)) <= 6);
  }
});

test("the machine's tasks at a moment are those of the run", () => {
  const column = { serving: [0, 3], worker: [1, 1, 0, 2], parked: [0, 1, 2, 2], drainer: [0, 3] };
  const run = { ...column, answered: 4, peak: 5, left: 4 };
  globalThis.document = /** @type {any} */ ({
    createElementNS: () => ({ setAttribute() {}, append() {} }),
  });
  const data = /** @type {any} */ ({ until_s: 10, runs: { a: run } });
  const plot = new MachinePlot(data);
  assert.deepEqual(plot.at("a", 0), { t: 0, tasks: 1, parked: 0 });
  assert.deepEqual(plot.at("a", 0.5), { t: 5, tasks: 3, parked: 2 });
  assert.deepEqual(plot.at("a", 1), { t: 10, tasks: 5, parked: 4 });
});

test("fates that come together are told in one sentence", () => {
  const late = { number: 3, fate: LATE.fate, answer: 504, parked: true };
  const ok = { number: 4, fate: IN_TIME.fate, answer: 200, parked: false };
  assert.equal(fateOf([late]), "Request 3 was answered 504; its worker is parked.");
  assert.equal(
    fateOf([late, ok, late]),
    "The last 3 requests: 1 answered 200 and 2 answered 504; 2 left a worker parked.",
  );
  assert.equal(fateOf([ok, ok]), "The last 2 requests: 2 answered 200; no worker stays.");
});

test("the tally counts everything that was sent", () => {
  const tally = { sent: 1008, ok: 1, late: 1005, parked: 1005 };
  assert.equal(
    tallyOf(tally, 2),
    "1,008 sent; in time (200): 1, late (504): 1,005, on their way: 2, left behind: 1,005.",
  );
});
