// What a bench says, and what it carries away; how it looks is in tests/browser.

import assert from "node:assert/strict";
import test from "node:test";
import { notebook } from "../src/bench/carry.js";
import { verdictWords } from "../src/bench/judge.js";
import { lateWords, limitFor } from "../src/bench/limit.js";
import { remarks, sentence } from "../src/bench/words.js";

/** @type {import("../src/bench/words.js").Told} */
const RUN = {
  serving: [],
  worker: [],
  parked: [],
  drainer: [],
  says: [
    ["answered (200)", 0],
    ["timed out (504)", 1300],
  ],
  left_at: "1300 in worker, line 24: chan send",
  left_line: 24,
  cut_by: "",
  cut_line: null,
  crash: null,
};

test("a run is told in one sentence, with where its tasks were left", () => {
  assert.equal(
    sentence(RUN),
    "Yours: answered (200) 0, timed out (504) 1,300. Left: 1300 in worker, line 24: chan send.",
  );
  assert.deepEqual(remarks(RUN), [{ line: 24, words: RUN.left_at, severity: "info" }]);
});

test("what cut an answer off, and what ended the server, are told too", () => {
  const run = { ...RUN, left_at: "", cut_by: "KeyError: 'x'", cut_line: 7, crash: "A panic" };
  assert.match(sentence(run), / The first answer cut off, by: KeyError: 'x'\. A panic\.$/);
  assert.equal(remarks(run)[0].line, 7);
});

test("a verdict is told with how many promises are kept", () => {
  /** @type {[string, string | null][]} */
  const promises = [
    ["one", null],
    ["two", "not so"],
  ];
  const said = verdictWords({ right: false, text: "", promises }, 23);
  assert.equal(said, "Not yet: 1 of 2 promises broken.");
  assert.match(verdictWords({ right: true, text: "", promises }, 23), /^Fixed: .* 23 runs/);
});

test("a notebook has the text as it stands, and the judge", () => {
  const data = /** @type {any} */ ({ title: "Server A", judge: "judge(FixedServer)" });
  const made = notebook("class FixedServer: ...\n", data);
  assert.deepEqual(made.cells.map((cell) => cell.source).slice(1), [
    "class FixedServer: ...",
    "judge(FixedServer)",
  ]);
  assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
});

test("how long an answer may take grows with what the book's own server takes", () => {
  const seconds = [0.2, 3, 20].map((book) => limitFor(book * 1000) / 1000);
  assert.deepEqual(seconds, [10, 30, 60]);
  assert.match(lateWords(limitFor(3049)), /^there was no answer in 30 s\. .*machine is slow/);
});
