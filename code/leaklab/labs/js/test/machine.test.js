import assert from "node:assert/strict";
import { test } from "node:test";
import { asText, judged, lite, noPython, python, summary } from "../src/machine/judged.js";

/** @type {import("../src/machine/judged.js").Facts} */
const FINE = {
  file: false,
  secure: true,
  wasm: true,
  workers: true,
  inflate: true,
  storage: "kept",
  caches: true,
  width: 1280,
  room: "5",
};

/** @param {Partial<typeof FINE>} other */
const states = (other) =>
  Object.fromEntries(judged({ ...FINE, ...other }, "16").map(({ name, state }) => [name, state]));

test("a browser that can do all of it needs no fix", () => {
  assert.deepEqual(new Set(Object.values(states({}))), new Set(["ok"]));
  assert.equal(summary(judged(FINE, "16")), "This browser has all that you need.");
});

test("what a participant needs and is missing comes with what to do", () => {
  const broken = { wasm: false, workers: false, storage: "forbidden", width: 300 };
  const found = judged({ ...FINE, .../** @type {any} */ (broken) }, "16");
  const fixes = found.filter(({ state }) => state === "fix");
  assert.deepEqual(
    fixes.map(({ name }) => name),
    ["wasm", "workers", "storage", "width"],
  );
  assert.ok(fixes.every(({ fix }) => fix.endsWith(".")));
  assert.equal(summary(found), "4 things need a fix.");
  assert.equal(states({ inflate: false }).workers, "fix");
  assert.equal(states({ storage: "full" }).storage, "fix");
});

test("what will do is a note, and stops nobody", () => {
  assert.equal(states({ room: null }).room, "note");
  assert.equal(states({ room: "" }).room, "ok");
  assert.equal(states({ file: true, secure: false }).address, "note");
  assert.equal(states({ width: 340 }).width, "note");
  assert.equal(states({ width: 360 }).width, "ok");
  const [address] = judged({ ...FINE, secure: false, caches: false }, "16").filter(
    ({ name }) => name === "address",
  );
  assert.match(address.fix, /loads 16 MB again/);
  const [unknown] = judged({ ...FINE, secure: false }, "").filter(({ name }) => name === "address");
  assert.match(unknown.fix, /loads some MB again/);
});

test("Python that ran tells its numbers, how long it took, and whether that is long", () => {
  const ran = { ms: 2345, started: 300, left: 300 };
  assert.match(python(ran).what, /ran 300 requests in 2\.3 s: 300 tasks stay parked\./);
  assert.equal(python(ran).state, "ok");
  assert.equal(python({ ...ran, ms: 25_000 }).state, "note");
  assert.equal(python({ ...ran, left: 0 }).state, "fix");
  assert.match(noPython("it broke").what, /: it broke\./);
});

test("JupyterLite is there, missing, or not for a folder", () => {
  assert.equal(lite("there").state, "ok");
  assert.match(lite("missing").what, /not beside/);
  assert.match(lite("file").what, /folder/);
});

test("the text for a leader has the browser's name and a line for each finding", () => {
  const text = asText([noPython("it broke"), lite("there")], "Browser/1.0");
  assert.deepEqual(text.split("\n").slice(0, 2), [
    "Parked Forever, check of a browser",
    "Browser/1.0",
  ]);
  assert.match(text, /^needs a fix: Python does not run/m);
  assert.match(text, /^ok: JupyterLite is beside this book\.$/m);
});
