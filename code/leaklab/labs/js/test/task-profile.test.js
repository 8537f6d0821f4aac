// The task profile: tables, frames, sentences.

import assert from "node:assert/strict";
import { test } from "node:test";
import { changes, expandFrame, expandProfile, growth } from "../src/task-profile/data.js";
import { tree } from "../src/task-profile/icicle.js";
import { pair } from "../src/task-profile/pair.js";
import {
  ask,
  difference,
  percent,
  sentence,
  signed,
  tasks,
  waited,
} from "../src/task-profile/words.js";

/** @import { ProfileAnswer } from "../src/made/wire.js" */
/** @import { TaskRole } from "../src/task-profile/data.js" */

const group = { state: "chan send", frames: [1, 0], at: 1, made_by: [0], waited_s: [3.12, 9.1] };
/** @type {ProfileAnswer} */
const answer = {
  total: 301,
  groups: [
    { ...group, role: "parked", count: 300 },
    { ...group, role: "run", count: 1, state: "running", waited_s: [] },
  ],
  debug1: [0, 1, 0],
  debug2: [1],
  proto: 0,
  frames: [
    ["leaklab.handlers.base.Base.send", "leaklab/handlers/base.py", 10],
    ["trio._channel.MemorySendChannel.send", "trio/_channel.py", 20],
  ],
  lines: ["one", "two"],
  protos: ["AQID"],
};
const at = { handler: "k8s-1.12", since_s: 0, moment_s: 10 };

test("tables are put back in", () => {
  const profile = expandProfile(answer);
  const [parked] = profile.groups;
  assert.equal(profile.debug1, "one\ntwo\none");
  assert.deepEqual([...profile.proto], [1, 2, 3]);
  assert.equal(parked.telling.name, "Base.send");
  assert.deepEqual(
    parked.stack.map((frame) => frame.line),
    [20, 10],
  );
  assert.equal(parked.makers[0].place, "base.py:10");
});

test("a frame is called by its function without the module, and shortly by its last part", () => {
  const name = (/** @type {string} */ full, file = "a/b.py") => expandFrame([full, file, 1]);
  assert.equal(name("a.b.f").name, "f");
  assert.equal(name("a.f", "a/__init__.py").name, "f");
  assert.equal(name("other.f").name, "other.f");
  assert.equal(name("a.b.C.m").short, "C.m");
  assert.equal(name("a.b.f.<locals>.g").short, "g");
});

test("the sentence counts, and says where most of them stand", () => {
  const profile = expandProfile(answer);
  assert.equal(
    sentence(profile, at),
    "At 10 s the profile of k8s-1.12 counts 301 tasks; 300 of them (99.7 %) stand on one stack: " +
      "parked at their send, base.py:10. The other one takes the profile.",
  );
  const [parked, run] = profile.groups;
  assert.equal(
    sentence({ total: 1, groups: [run] }, at),
    "At 10 s the profile of k8s-1.12 counts 1 task: the one that takes it. None is parked.",
  );
  const as = (/** @type {TaskRole} */ role, /** @type {number} */ count) => ({
    ...parked,
    role,
    count,
  });
  const busy = [as("serving", 26), as("worker", 26), run];
  assert.match(
    sentence({ total: 53, groups: busy }, at),
    /none is parked: 26 in their handler, 26 serving, the one that takes the profile\.$/,
  );
  assert.match(
    sentence({ total: 4, groups: [as("parked", 1), as("drainer", 1), as("run", 2)] }, at),
    /1 of them \(25 %\) stands: .* The rest: 1 draining, 2 of the run itself\.$/,
  );
});

test("a share is 100 % only when it is all, and 0 % only when it is none", () => {
  assert.equal(percent(300, 301), "99.7 %");
  assert.equal(percent(99_999, 100_000), "99.9 %");
  assert.equal(percent(1, 100_000), "0.1 %");
  assert.equal(percent(0, 7), "0 %");
  assert.equal(percent(7, 7), "100 %");
  assert.equal(percent(1, 3), "33 %");
});

test("tasks, and how long they have waited", () => {
  assert.equal(tasks(1), "1 task");
  assert.equal(tasks(45_000), "45,000 tasks");
  assert.equal(waited({ waited_s: [3.12, 9.1], count: 2 }), "They have waited 3.1 to 9.1 s.");
  assert.equal(waited({ waited_s: [3.12, 3.12], count: 1 }), "It has waited 3.1 s.");
  assert.equal(waited({ waited_s: [], count: 1 }), "");
});

test("stacks with a beginning in common share its boxes, from the outermost line down", () => {
  const [parked] = expandProfile(answer).groups;
  const [inner, outer] = parked.stack;
  const other = { ...parked, stack: [{ ...inner }, outer], count: 7 };
  const root = tree([parked, other]);
  const [shared, ...none] = root.children;
  assert.deepEqual(none, []);
  assert.equal(shared.frame, outer);
  assert.deepEqual(shared.groups, [parked, other]);
  assert.deepEqual(
    shared.children.map((child) => child.own),
    [300, 7],
  );
});

test("a difference goes from what grew most to what shrank most, gone and new stacks too", () => {
  const [parked, other] = expandProfile(answer).groups;
  const run = { ...other, key: "run" };
  const gone = { ...parked, key: "gone", role: /** @type {const} */ ("worker"), count: 7 };
  const before = { groups: [{ ...parked, count: 100 }, gone, run] };
  const fresh = { ...parked, key: "new", role: /** @type {const} */ ("drainer"), count: 2 };
  const all = changes(before, { groups: [parked, run, fresh] });
  assert.deepEqual(
    all.map((each) => [each.role, each.was, each.count, growth(each)]),
    [
      ["parked", 100, 300, 200],
      ["drainer", 0, 2, 2],
      ["run", 1, 1, 0],
      ["worker", 7, 0, -7],
    ],
  );
  const two = { ...at, since_s: 12 }; // the later one first: it is told from the earlier on
  assert.equal(
    difference(all, two),
    "From 10 s to 12 s in k8s-1.12, 2 stacks grew: +200 parked at their send (base.py:10), " +
      "+2 draining. 1 stack shrank: −7 in their handler. " +
      "1 stack is as before.",
  );
  const none = changes({ groups: [run] }, { groups: [run] });
  assert.equal(
    difference(none, two),
    "From 10 s to 12 s in k8s-1.12, no stack grew and none shrank. 1 stack is as before.",
  );
});

test("a change has its sign", () => {
  assert.deepEqual([1200, -3, 0].map(signed), ["+1,200", "−3", "±0"]);
});

test("the lab asks before it tells, of one moment and of two", () => {
  for (const since_s of [0, 2]) assert.match(ask({ since_s }), /^Drag the moment .*\?$/);
});

test("differences stand handler by handler, in the order of the pairs", () => {
  const count = 4;
  const places = [];
  for (const handler of [0, 1]) {
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        places.push(pair(count, handler * count + i, handler * count + j));
      }
    }
  }
  assert.deepEqual(places, [...Array(12).keys()]);
});
