import assert from "node:assert/strict";
import { test } from "node:test";
import { fromFile, toFile } from "../src/reader/keepsake/carry.js";
import { html, ours } from "../src/reader/keepsake/markup.js";
import { asPage, NOTHING, TITLE } from "../src/reader/keepsake/page.js";
import { sorted } from "../src/reader/keepsake/sort.js";

/** @import { Entry } from "../src/reader/store.js" */

const CHAPTERS = [
  { page: "01_one.html", title: "One", bets: [{ name: "b", question: "Which?" }] },
  {
    page: "02_two.html",
    title: "Two",
    bets: [
      { name: "z", question: "First?" },
      { name: "a", question: "Second?" },
    ],
  },
];
const where = { chapter: "Two", href: "02_two.html#bet-a", question: "Old words?" };
/** @type {Entry[]} */
const KEPT = [
  { kind: "bet", id: "a", value: { said: "×2", won: false, is: "×2.5", ...where } },
  { kind: "bet", id: "z", value: { said: "No.", won: true, is: "No.", ...where } },
  { kind: "bet", id: "gone", value: { said: null, won: false, is: "Yes.", ...where } },
  {
    kind: "answer",
    id: "two/n",
    value: {
      given: "1,000",
      right: true,
      said: "Right: 1,000 tasks.",
      tries: 2,
      hints: 1,
      shown: false,
      title: "Count them",
      href: "02_two.html#exercise-n",
    },
  },
  {
    kind: "code",
    id: "02_two/bench",
    value: { text: "if a < b:\n\tpass\n", title: "Server A", href: "02_two.html#bench", of: "ab" },
  },
  { kind: "switch", id: "unfolded", value: true },
];
/** What a browser would run, or ask another host for. */
const RUNS = /<(script|img|svg|iframe|object|embed|link|base|form|a)\b|<[^>]+\son\w+=|javascript:/i;
const EVIL = `"><script>alert(1)</script><img src=x onerror='alert(2)'></pre></style>\u202e\u0000&amp;`;

/** The page without its tags, as text. @param {string} page */
const words = (page) =>
  page
    .replace(/<style>.*<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

test("bets come in the order of the book, with the question of today", () => {
  const [one, two] = sorted(CHAPTERS, KEPT);
  assert.deepEqual(
    one.bets.map(({ kept }) => kept),
    [null],
  );
  assert.deepEqual(
    two.bets.map(({ question }) => question),
    ["First?", "Second?", "Old words?"],
  );
  assert.deepEqual([two.answers[0].title, two.fixes[0].title], ["Count them", "Server A"]);
});

test("what belongs to no chapter of today stands at the end under its page's name", () => {
  const value = { text: "x", title: "T", href: "99_old_page.html#x" };
  const parts = sorted(CHAPTERS, [{ kind: "code", id: "q", value }]);
  assert.deepEqual(
    parts.map(({ title }) => title),
    ["One", "Two", "99 old page"],
  );
});

test("the page has what was bet and shown, answers with verdicts, and fixes in full", () => {
  const page = asPage(CHAPTERS, KEPT);
  const said = words(page);
  assert.ok(page.includes(`<title>${TITLE}</title>`));
  assert.ok(said.includes(NOTHING));
  assert.match(said, /Second\? My bet: ×2 The run showed: ×2\.5/);
  assert.match(said, /First\? My bet: No\. The run showed the same: won\./);
  assert.match(said, /Old words\? I had it shown without a bet\. The run showed: Yes\./);
  assert.match(
    said,
    /Count them My answer: 1,000 The book said: Right: 1,000 tasks\. With 2 wrong tries, 1 hint\./,
  );
  assert.ok(page.includes("<pre><code>if a &lt; b:\n\tpass\n</code></pre>"));
  assert.match(said, /2 bets placed, 1 won; 1 exercise answered, 1 right; 1 fix\./);
  assert.match(said, /Nothing yet from: One\./);
  assert.doesNotMatch(said, /unfolded/);
});

test("whether an answer was right is said once, in the book's words or ours", () => {
  const said = (/** @type {any} */ value) =>
    words(asPage([], [{ kind: "answer", id: "a", value: { given: "5", ...value } }]));
  assert.match(said({ right: true }), /My answer: 5 Right\. /);
  assert.match(said({ right: false }), /My answer: 5 Not right\. /);
  assert.match(said({ said: "It never ends." }), /5 Not right\. The book said: It never ends\./);
  assert.match(said({ said: "Not 5." }), /5 The book said: Not 5\./);
});

test("a date and a line for a name are there when they are asked for", () => {
  assert.doesNotMatch(words(asPage(CHAPTERS, KEPT)), /kept on|Name:/);
  const page = asPage(CHAPTERS, KEPT, { date: "27 November 2026", name: true });
  assert.match(words(page), /kept on 27 November 2026\./);
  assert.match(words(page), /Name:/);
});

test("where nothing is kept the page says so", () => {
  assert.match(words(asPage(CHAPTERS, [])), /Nothing has been bet, answered or edited yet\./);
});

test("whatever the store holds is shown as text: nothing in the page runs or asks a host", () => {
  const bet = { said: EVIL, won: false, is: EVIL, question: EVIL, chapter: EVIL, href: EVIL };
  const answer = { given: EVIL, right: true, said: EVIL, title: EVIL, href: EVIL };
  /** @type {Entry[]} */
  const kept = [
    { kind: "bet", id: EVIL, value: bet },
    { kind: "answer", id: EVIL, value: answer },
    { kind: "code", id: EVIL, value: { text: EVIL, title: EVIL, href: EVIL } },
    { kind: /** @type {any} */ (EVIL), id: EVIL, value: EVIL },
  ];
  const chapters = [{ page: EVIL, title: EVIL, bets: [{ name: "x", question: EVIL }] }];
  const page = asPage(chapters, kept, { date: EVIL, name: true });
  assert.doesNotMatch(page, RUNS);
  assert.equal(page.match(/<\/pre>/g)?.length, 1);
  assert.equal(page.match(/<\/style>/g)?.length, 1);
  assert.ok(page.includes("&amp;amp;"));
  for (const sign of ["\u0000", "\u202e"]) assert.ok(!page.includes(sign));
  assert.ok(page.includes('content="default-src &#39;none&#39;'));
});

test("values of a strange form are left out or are empty, and throw nowhere", () => {
  const strange = ["x", 7, true, [], {}, { said: {} }, { given: 5, title: {} }, { text: [] }, null];
  for (const kind of ["bet", "answer", "code"]) {
    for (const value of strange) {
      const entry = { kind: /** @type {any} */ (kind), id: "i", value };
      assert.doesNotThrow(() => asPage(CHAPTERS, [entry]));
      assert.doesNotThrow(() => fromFile(toFile([entry])));
    }
  }
});

test("markup escapes all but its own, and leaves out what is nothing", () => {
  const list = ["<", html`<i>${'"'}</i>`, false, null, undefined, 0];
  assert.equal(html`<b>${list}</b>${ours("<hr>")}`.text, "<b>&lt;<i>&quot;</i>0</b><hr>");
});

test("what is saved for another browser comes back as it was, without switches", () => {
  const { entries, refused } = fromFile(toFile(KEPT));
  assert.equal(refused, 0);
  const byId = (/** @type {Entry} */ a, /** @type {Entry} */ b) => (a.id < b.id ? -1 : 1);
  const sent = KEPT.filter(({ kind }) => kind !== "switch").sort(byId);
  assert.deepEqual(entries, sent);
});

test("what a room gave this browser goes into no file", () => {
  const room = /** @type {any} */ ({ kind: "room", id: "me", value: { token: "secret" } });
  for (const text of [toFile([room]), asPage(CHAPTERS, [room])])
    assert.doesNotMatch(text, /secret/);
  const kept = JSON.stringify({ book: "parked-forever", edition: 1, kept: [room] });
  assert.deepEqual(fromFile(kept), { entries: [], refused: 1 });
});

test("of a file only known kinds, names, fields and lengths come through", () => {
  const kept = [
    { kind: "bet", id: "ok", value: { said: "a", won: "yes", href: "javascript:x", more: 1 } },
    { kind: "answer", id: "one/n", value: { given: "5", tries: -3, hints: 9, right: 1, x: {} } },
    { kind: "code", id: "p/b", value: { text: "x", title: 7, href: "//host/x.html", of: [] } },
    { kind: "code", id: "p/long", value: { text: "x".repeat(200_001) } },
    { kind: "switch", id: "instructor", value: true },
    { kind: "__proto__", id: "x", value: {} },
    { kind: "constructor", id: "x", value: {} },
    { kind: "bet", id: "a b", value: { said: "a" } },
    { kind: "bet", id: "../../x/../y/z", value: { said: "a" } },
    { kind: "bet", id: 7, value: { said: "a" } },
    { kind: "bet", id: "x" },
    null,
    "x",
  ];
  const text = JSON.stringify({ book: "parked-forever", edition: 1, kept });
  const { entries, refused } = fromFile(text);
  assert.equal(refused, 10);
  assert.deepEqual(
    entries.map(({ value }) => value),
    [
      { said: "a", won: false, is: "", question: "", chapter: "", href: "" },
      {
        given: "5",
        right: false,
        said: "",
        tries: 0,
        hints: 2,
        shown: false,
        title: "",
        href: "",
      },
      { text: "x", title: "", href: "", of: "" },
    ],
  );
});

test("what is no such file is refused in a sentence", () => {
  const cases = {
    "": /no file of this book/,
    "{": /no file of this book/,
    null: /no file of this book/,
    "[]": /no file of this book/,
    '{"book":"parked-forever","edition":1,"kept":{}}': /no file of this book/,
    '{"book":"parked-forever","edition":2,"kept":[]}': /another edition/,
  };
  for (const [text, why] of Object.entries(cases)) assert.throws(() => fromFile(text), why);
  const many = { book: "parked-forever", edition: 1, kept: Array(2001).fill(0) };
  assert.throws(() => fromFile(JSON.stringify(many)), /more than 2000 entries/);
  assert.throws(() => fromFile(" ".repeat(5_000_001)), /larger than 5 MB/);
});
