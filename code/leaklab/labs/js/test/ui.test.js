// What the labs share on screen: player, columns, stacked roles, keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LOOKS, ROLES, STACKED, THEMES } from "../src/made/roles.js";
import { sampleAt } from "../src/ui/player.js";
import { stacked, upTo } from "../src/ui/plot.js";
import { themeStyles } from "../src/ui/theme.js";

test("a player shows the last sample that is not later", () => {
  const times = [0, 0.5, 1, 4];
  const shown = [-1, 0, 0.4, 0.5, 3.99, 4, 99].map((t) => sampleAt(times, t));
  assert.deepEqual(shown, [0, 0, 0, 1, 2, 3, 3]);
});

test("a column is blank after the sample that is shown", () => {
  assert.deepEqual(upTo([1, 2, 3], 1), [1, 2, null]);
});

test("roles are stacked from the bottom up, and come from the top of the stack down", () => {
  const columns = { parked: [1, 1], worker: [2, 2], serving: [3, 3], drainer: [4, 4], tasks: [] };
  const at = stacked(columns, 0).map(([first, second]) => [first, second]);
  assert.deepEqual(at, [
    [10, null],
    [6, null],
    [3, null],
    [1, null],
  ]);
});

test("every role has a look, and stands once in a stack", () => {
  assert.deepEqual([...STACKED].sort(), [...ROLES].sort());
  assert.deepEqual(Object.keys(LOOKS), ROLES);
});

test("style sheets know the colours of both themes", () => {
  const [light, dark] = themeStyles().split("\n");
  assert.ok(light.startsWith(`.lab { --ink: ${THEMES.light.ink};`));
  assert.ok(dark.startsWith(`.lab[data-dark="true"] { --ink: ${THEMES.dark.ink};`));
});
