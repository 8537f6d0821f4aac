// What is kept of a live server's frames.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Growing, KEPT } from "../src/leak-lab/live.js";

const rest = { outcomes: {}, peak: 9, crash: null };
const row = (/** @type {number} */ t) => [t, 1, 2, t, 0]; // time, then roles in ROLES' order
const now = [99, 0, 0, 5, 0];

test("rows are kept by role, and this moment until the next frame", () => {
  const growing = new Growing();
  growing.take({ rows: [row(0), row(1)], now: row(1.5), ...rest });
  assert.deepEqual(growing.times, [0, 1, 1.5]);
  growing.take({ rows: [row(2)], now, ...rest });
  assert.deepEqual(growing.times, [0, 1, 2, 99]);
  const { columns, peak } = growing.run;
  assert.deepEqual(columns.serving, [1, 1, 1, 0]);
  assert.deepEqual(columns.parked, [0, 1, 2, 5]);
  assert.deepEqual(columns.tasks, [3, 4, 5, 5]);
  assert.equal(peak, 9);
});

test("beyond what is kept every second sample is dropped, old and new alike", () => {
  const growing = new Growing();
  const rows = Array.from({ length: 3 * KEPT }, (_, t) => row(t));
  for (let i = 0; i < rows.length; i += 10) {
    growing.take({ rows: rows.slice(i, i + 10), now: row(i + 9.5), ...rest });
  }
  const { times } = growing;
  assert.ok(times.length <= KEPT + 1, String(times.length));
  const apart = times.slice(1, -1).map((t, i) => t - times[i]);
  assert.deepEqual(new Set(apart), new Set([4]));
  assert.equal(times[0], 0);
  assert.equal(times[times.length - 1], rows.length - 0.5);
  for (const column of Object.values(growing.run.columns)) {
    assert.equal(column?.length, times.length);
  }
});

test("a frame without rows moves this moment on", () => {
  const growing = new Growing();
  growing.take({ rows: [row(0)], now: row(0.1), ...rest });
  growing.take({ rows: [], now: row(0.2), ...rest });
  assert.deepEqual(growing.times, [0, 0.2]);
});
