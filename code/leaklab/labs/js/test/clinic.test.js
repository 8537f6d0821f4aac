import assert from "node:assert/strict";
import { test } from "node:test";
import * as words from "../src/clinic/words.js";

/** @type {any} */
const GROUP = {
  count: 1200,
  state: "chan send",
  minutes: { least: 3, median: 20, most: 58 },
  frames: [
    { function: "runtime.gopark", file: "/go/src/runtime/proc.go", line: 1 },
    {
      function: "k8s.io/api/filters.(*timeoutHandler).ServeHTTP",
      file: "C:\\a\\timeout.go",
      line: 106,
    },
  ],
  telling: 1,
  created_by: { function: "main.serve", file: "/src/main.go", line: 31 },
  marks: ["leaked"],
  title: "a late sender",
};

test("a function is named without the path of its package", () => {
  assert.equal(
    words.shortName("k8s.io/api/filters.(*timeoutHandler).ServeHTTP"),
    "filters.(*timeoutHandler).ServeHTTP",
  );
  assert.equal(words.shortName("main.main"), "main.main");
  assert.equal(words.shortName("a.b/c.Do[x.y/z.T]"), "c.Do[x.y/z.T]");
});

test("a place is a file without its folders, and its line", () => {
  assert.equal(words.place(GROUP.frames[1]), "timeout.go:106");
  assert.equal(words.place({ function: "f", file: "", line: 0 }), "");
});

test("minutes and marks are said", () => {
  assert.equal(words.minutes(GROUP), "3 to 58, median 20");
  assert.equal(words.minutes({ ...GROUP, minutes: { least: 2, median: 2, most: 2 } }), "2");
  assert.equal(words.state(GROUP), "chan send, leaked");
  assert.equal(words.state({ ...GROUP, state: "", marks: [] }), "not in this form");
});

test("a text is found in state, function, file and creator, in any case", () => {
  for (const text of ["CHAN", "timeouthandler", "timeout.go:106", "main.serve", "late", " "]) {
    assert.ok(words.has(GROUP, text), text);
  }
  assert.ok(!words.has(GROUP, "select"));
});

test("what is missing stands in the first line", () => {
  const dump = /** @type {any} */ ({
    name: "a",
    form: "debug=1",
    total: 600,
    stated: 1000,
    missing: 400,
    groups: [GROUP],
  });
  assert.equal(words.headline(dump), "a: 600 of 1,000 goroutines in 1 group (debug=1)");
});

test("a course names each count, and the growth a minute where it is known", () => {
  const change = /** @type {any} */ ({ counts: [10, 1005], growth: 995, per_minute: 19.04 });
  assert.equal(words.course(change), "10 to 1,005, +19 a minute");
  assert.equal(words.course({ ...change, per_minute: null }), "10 to 1,005");
  assert.equal(words.signed(-5), "-5");
});
