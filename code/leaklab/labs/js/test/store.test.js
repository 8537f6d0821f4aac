import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** A stand-in for localStorage with room for so many entries. */
class Storage {
  room = 100;
  /** @type {Map<string, string>} */
  all = new Map();
  get length() {
    return this.all.size;
  }
  key(/** @type {number} */ n) {
    return [...this.all.keys()][n] ?? null;
  }
  getItem(/** @type {string} */ key) {
    return this.all.get(key) ?? null;
  }
  setItem(/** @type {string} */ key, /** @type {string} */ value) {
    if (!this.all.has(key) && this.all.size >= this.room) throw new Error("QuotaExceededError");
    this.all.set(key, value);
  }
  removeItem(/** @type {string} */ key) {
    this.all.delete(key);
  }
}

const store = await import("../src/reader/store.js");
let kept = new Storage();

const put = (/** @type {PropertyDescriptor} */ value) =>
  Object.defineProperty(globalThis, "localStorage", { configurable: true, ...value });

beforeEach(() => {
  kept = new Storage();
  put({ get: () => kept });
  store.eraseAll();
});

test("what is written is read again, and erased", () => {
  assert.equal(store.write("bet", "slower", { choice: 2 }), true);
  assert.deepEqual(store.read("bet", "slower"), { choice: 2 });
  assert.deepEqual(store.entries(), [{ kind: "bet", id: "slower", value: { choice: 2 } }]);
  store.erase("bet", "slower");
  assert.equal(store.read("bet", "slower"), null);
});

test("a full storage keeps what it has; the new entry lives as long as the page", () => {
  store.write("code", "a", "kept");
  kept.room = 1;
  assert.equal(store.write("code", "b", "not kept"), false);
  assert.equal(store.read("code", "a"), "kept");
  assert.equal(store.read("code", "b"), "not kept");
  assert.equal(store.entries().length, 2);
});

test("a forbidden storage throws when asked for, and nobody notices", () => {
  put({
    get() {
      throw new Error("SecurityError");
    },
  });
  assert.equal(store.write("switch", "open", true), false);
  assert.equal(store.read("switch", "open"), true);
  store.eraseAll();
  assert.equal(store.read("switch", "open"), null);
});

test("an entry of another edition, or no JSON, is not read and stays where it is", () => {
  kept.setItem("parked-forever/bet/x", '{"edition":99,"value":{}}');
  kept.setItem("parked-forever/bet/y", "{");
  kept.setItem("somebody-else", "theirs");
  assert.equal(store.read("bet", "x"), null);
  assert.equal(store.read("bet", "y"), null);
  assert.deepEqual(store.entries(), []);
  assert.equal(kept.length, 3);
});

test("erasing everything takes other editions along, and leaves what is not ours", () => {
  kept.setItem("parked-forever/bet/x", '{"edition":99,"value":{}}');
  kept.setItem("somebody-else", "theirs");
  store.eraseAll();
  assert.deepEqual([...kept.all.keys()], ["somebody-else"]);
});

test("a watcher hears of each change until it is told to stop", () => {
  let heard = 0;
  const stop = new AbortController();
  store.watch(() => heard++, stop.signal);
  store.write("bet", "x", 1);
  store.erase("bet", "x");
  stop.abort();
  store.write("bet", "x", 1);
  assert.equal(heard, 2);
});
