import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { judgeChoice, judgeNumber, turned } from "../src/reader/answer-box/judge.js";
import { plain, readNumber } from "../src/reader/answer-box/read-number.js";

/** As leaklab.book.exercises.box makes them. @param {string} what */
const digest = (what) => createHash("sha256").update(`here/now=${what}`).digest("hex");

const LIMIT = 9_999_999;
const BITS = LIMIT.toString(2).length;
const TITLES = { id: "here/now", title: "Now", hints: /** @type {[string, string]} */ (["", ""]) };

/**
 * @param {number} truth
 * @param {Record<number, string>} slips
 */
function number(truth, slips = {}) {
  const digits = truth.toString(2).padStart(BITS, "0");
  const lengths = [...Array(BITS - 1).keys()];
  return {
    ...TITLES,
    kind: /** @type {const} */ ("number"),
    unit: "tasks",
    limit: LIMIT,
    right: digest(String(truth)).slice(0, 12),
    bits: lengths.map((n) => digest(`b${digits.slice(0, n + 1)}`).slice(0, 8)).join(""),
    near: Object.entries(slips).map(
      ([slip, words]) =>
        /** @type {[string, string]} */ ([digest(slip).slice(0, 12), turned(words)]),
    ),
  };
}

test("higher and lower are told of any number, from digests of the truth's leading bits", () => {
  for (const truth of [0, 1, 2, 1023, 1024, 64000, LIMIT - 1, LIMIT]) {
    const known = number(truth);
    for (const step of [1, 2, 3, 5, 17, 1000, 4096, 999_999]) {
      for (const answer of [truth - step, truth + step].filter((n) => n >= 0 && n <= LIMIT)) {
        const said = judgeNumber(known, answer);
        assert.equal(said.right, false);
        assert.match(said.text, answer < truth ? /is higher\.$/ : /is lower\.$/, `${answer}`);
      }
    }
    assert.equal(judgeNumber(known, truth).right, true);
  }
});

test("one of a unit is one, and thousands are grouped", () => {
  assert.equal(judgeNumber(number(1), 1).text, "Right: 1 task.");
  assert.equal(judgeNumber(number(64000), 64000).text, "Right: 64,000 tasks.");
});

test("a slip has its own words", () => {
  const known = number(64000, { 32000: "That is one evening." });
  assert.deepEqual(judgeNumber(known, 32000), {
    right: false,
    text: "Not 32,000. That is one evening.",
  });
});

test("a choice is right, or has its own words", () => {
  /** @type {[string, string][]} */
  const near = [[digest("1").slice(0, 12), turned("Not so: 3 stay.")]];
  const known = {
    ...TITLES,
    kind: /** @type {const} */ ("choice"),
    right: digest("2").slice(0, 12),
    near,
  };
  assert.deepEqual(judgeChoice(known, 2), { right: true, text: "Right: 2 is what the run shows." });
  assert.deepEqual(judgeChoice(known, 1), { right: false, text: "Not 1. Not so: 3 stay." });
});

test("words turned twice are what they were", () => {
  const words = "64,000 and <b>Zz</b> é";
  assert.equal(turned(turned(words)), words);
  assert.equal(turned("Hello 10"), "Uryyb 65");
});

test("numbers are understood as readers write them", () => {
  const written = {
    10: ["10", " 10 ", "10 s", "10s", "10 sec", "10 seconds", "10 Seconds.", "1e1", "10.0", "+10"],
    1000: ["1,000", "1 000", "1_000", "1'000", "1’000", "1\u00a0000", "1\u202f000", "1000 s"],
    12: ["\uff11\uff12", "\u0661\u0662", "\u06f1\u06f2", "\u0967\u0968"],
    0: ["0", "-0", "0.0"],
    1234567: ["1,234,567", "1 234 567"],
  };
  for (const [number, texts] of Object.entries(written)) {
    for (const text of texts) {
      assert.deepEqual(readNumber(text, "seconds", LIMIT), { number: Number(number) }, text);
    }
  }
});

test("what is no number gets the limits in one line", () => {
  const wanted = "a whole number of tasks from 0 to 9,999,999";
  const said = (/** @type {string} */ text) => readNumber(text, "tasks", LIMIT).why;
  for (const text of ["many", "1e999", "-1", "10 s", "10000000", "1,00", "1,0000", "0x10", "1;2"]) {
    assert.equal(said(text), `${text} is not ${wanted}.`);
  }
  assert.equal(said("  "), `Nothing is there yet: write ${wanted}.`);
  assert.equal(said("0.5"), "0.5 is not a whole number: round it as the question asks.");
  assert.match(said("64.000") ?? "", /two ways/);
  const long = said("9".repeat(900)) ?? "";
  assert.ok(long.length < 100 && !long.includes("\n"), long);
});

test("a phone's quotes and spaces become plain ones", () => {
  assert.equal(plain("“1:write,\u00a061:return”"), '"1:write, 61:return"');
  assert.equal(plain("‘a’ „b“"), "'a' \"b\"");
});
