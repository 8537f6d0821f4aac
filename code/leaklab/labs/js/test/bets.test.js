import assert from "node:assert/strict";
import { test } from "node:test";
import { asBet, readBet } from "../src/reader/bets/kept.js";
import { asText, line, recall, tally, verdict } from "../src/reader/bets/words.js";
import { entries, read } from "../src/reader/store.js";

const where = { question: "Which?", chapter: "One", href: "one.html#bet-x" };
const lost = { said: "×2", won: false, is: "×2.5", ...where };
const won = { said: "No.", won: true, is: "No.", ...where };
const shown = { said: null, won: false, is: "×2.5", ...where };

test("a bet that was placed says what was said, and what the run shows", () => {
  assert.equal(verdict(lost, ["×2", "×2.5"], "×2.5"), "You said: ×2. The run shows: ×2.5.");
  assert.equal(verdict(won, ["No.", "Yes."], "No."), "You said: No. The run shows the same.");
  assert.equal(verdict(shown, ["×2", "×2.5"], "×2.5"), "No bet placed. The run shows: ×2.5.");
});

test("a bet that the text decides says so, won or lost", () => {
  const later = "The text below tells which it is.";
  assert.equal(verdict(won, ["No.", "Yes."], ""), `You said: No. ${later}`);
  assert.equal(verdict(lost, ["×2"], ""), `You said: ×2. ${later}`);
});

test("words that are no choice any more are told as those of an earlier edition", () => {
  const told = verdict({ ...lost, won: true }, ["×3", "×4"], "×4");
  assert.equal(told, "In an earlier edition you said: ×2. The run shows: ×4.");
});

test("lists tell each bet in a line, and their sum", () => {
  assert.equal(line(null), "Not placed yet.");
  assert.equal(line(shown), "Shown without a bet.");
  assert.equal(line(won), "You said: No. Won.");
  assert.equal(line(lost), "You said: ×2. Lost. The run shows: ×2.5.");
  assert.equal(tally([null, won, lost, shown]), "You have placed 2 of 4 bets, and won 1.");
});

test("a later sentence recalls what was said, and is silent without a bet", () => {
  assert.equal(recall(won), " (you had said “No”)");
  assert.equal(recall(shown), "");
  assert.equal(recall(null), "");
});

test("all that is kept is one readable text", () => {
  const text = asText([
    { kind: "bet", id: "x", value: lost },
    { kind: "switch", id: "unfolded", value: true },
    { kind: "answer", id: "one/a", value: { given: "5" } },
  ]);
  assert.match(text, /One: Which\?\n {2}You said: ×2\. Lost/);
  assert.match(text, /answer one\/a\n\{\n {2}"given": "5"/);
  assert.doesNotMatch(text, /unfolded/);
});

test("what is no bet of this edition's form is none, and throws nowhere", () => {
  const strange = ["x", 7, true, [], {}, { won: true }, { said: 5 }, { said: {} }, null, undefined];
  for (const value of strange) {
    const kept = asBet(value);
    assert.equal(kept, null, JSON.stringify(value));
    assert.equal(line(kept), "Not placed yet.");
    assert.equal(recall(kept), "");
    assert.doesNotThrow(() => asText([{ kind: "bet", id: "x", value }]));
  }
  const half = asBet({ said: "×2", won: "yes", is: 3, href: {} });
  assert.deepEqual(half, { said: "×2", won: false, is: "", question: "", chapter: "", href: "" });
  assert.equal(line(half), "You said: ×2. Lost.");
  assert.deepEqual(asBet(lost), lost);
});

test("an entry without a value is nothing, and no list has it", () => {
  const kept = new Map([
    ["parked-forever/bet/a", '{"edition":1}'],
    ["parked-forever/bet/b", '{"edition":1,"value":"x"}'],
    ["parked-forever/bet/c", "null"],
  ]);
  globalThis.localStorage = /** @type {any} */ ({
    length: kept.size,
    key: (/** @type {number} */ n) => [...kept.keys()][n],
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
  });
  assert.equal(read("bet", "a"), null);
  assert.deepEqual(entries(), [{ kind: "bet", id: "b", value: "x" }]);
  assert.equal(readBet("b"), null);
});
