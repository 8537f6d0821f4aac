// The incident replay: columns, knobs and clock follow from its data.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expandReplay, finerStops } from "../src/incident-replay/data.js";
import { ask, Clock, range, sentence, times } from "../src/incident-replay/words.js";

const times_h = [0, 1, 2, 3];
const data = {
  times_h,
  slow_h: /** @type {[number, number][]} */ ([[1, 2]]),
  memory: { at_rest_mib: 500, least_mib: 1, most_mib: 10 },
  timeout_s: 60,
  lists: 300,
};
const replay = expandReplay(
  {
    usual_s: 25,
    slow_s: 75,
    freed: 300,
    left: 600,
    peak: 700,
    missed: [0, 1, 1, 1, 2, 1, 0, 1],
    parked: [0, 2, 300, 1, 600, 1],
    serving: [3, 1, 0, 3],
    worker: [0, 4],
    drainer: [0, 4],
  },
  data,
);
const clock = new Clock(12, 36);
const setting = { factor: 3, handler: "k8s-1.12", restart_h: 36 };

test("columns follow from a replay's own", () => {
  assert.deepEqual(replay.latency, [25, 75, 25, 25]);
  assert.deepEqual(replay.missed, [0, 1, 3, 3]);
  assert.deepEqual(replay.recent, [1, 2, 0, 0]);
  assert.deepEqual(replay.columns.parked, [0, 0, 300, 900]);
  assert.deepEqual(replay.atWork, [3, 3, 3, 3]);
  assert.deepEqual([replay.least[3], replay.most[3]], [1403, 9530]);
});

test("finer knobs stop at every hour, and at every tenth but the race at the limit", () => {
  const stops = { factor: [1, 3], restart_h: [2, 2.5], handler: ["x"] };
  const { factor, restart_h, handler } = finerStops({ stops, threshold: 2.4, times_h });
  assert.deepEqual(restart_h, [1, 2, 2.5, 3]);
  assert.equal(factor.length, 20);
  assert.ok(factor.includes(2.3) && !factor.includes(2.4));
  assert.deepEqual(handler, ["x"]);
});

test("the clock knows the time of day, and the day", () => {
  assert.equal(clock.time(7), "19:00");
  assert.equal(clock.time(12.5), "0:30");
  assert.equal(clock.moment(7), "19:00 on day 1");
  assert.equal(clock.moment(31.25), "19:15 on day 2");
  assert.equal(clock.moment(36), "the end, midnight");
  assert.equal(clock.tick(0), "12:00\nday 1");
  assert.equal(clock.tick(6), "18:00");
  assert.equal(clock.tick(12), "0:00\nday 2");
});

test("the sentence goes from the line to what the restart frees", () => {
  const says = (/** @type {Partial<typeof setting>} */ other, /** @type {object} */ seen = {}) =>
    sentence({ ...setting, ...other }, { ...replay, ...seen }, data, clock);
  assert.equal(
    says({}),
    "At ×3 a list takes 75 s, longer than the server's limit of 60 s. 3 pulls of 300 lists time " +
      "out, and k8s-1.12 parks a task for each list: 900 in two evenings. " +
      "Without a restart they stay for ever.",
  );
  assert.match(says({ restart_h: 21 }), /The restart at 9:00 on day 2 frees 300; 600 are parked/);
  assert.match(says({ restart_h: 21 }, { left: 0 }), /frees 300; none is parked at the end\.$/);
  assert.match(says({ restart_h: 21 }, { freed: 0 }), /finds nothing to free\.$/);
  assert.match(says({}, { freed: 0, left: 0 }), /leaves nothing behind: at most 700 tasks/);
  const usual = says({ factor: 1 }, { slow_s: 25, missed: [0], freed: 0, left: 0 });
  assert.match(usual, /within the server's limit of 60 s\. No pull times out/);
});

test("values in words", () => {
  assert.equal(times(1.5), "×1.5");
  assert.equal(range(500.4, 500.2), "500");
  assert.equal(range(626, 1137), "626 to 1,137");
});

test("before anything is turned the lab asks, and tells no result", () => {
  const asks = [1, 3].map((factor) => ask({ factor, handler: "k8s-1.17" }, { threshold: 2.4 }));
  assert.match(asks[0], /×1\. Drag its knob .*\?$/);
  assert.match(asks[1], /×3, the handler is k8s-1\.17\. Choose another handler/);
  for (const each of asks) assert.doesNotMatch(each, /park|left|time out|\d{3}/);
});
