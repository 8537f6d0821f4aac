// The engine of a notebook: a lab finds its kernel, and loses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Answering, HERE, watchKernel } from "../src/engines/notebook.js";

const plan = { until_s: 10 };

/** A model of a lab whose kernel is this test. */
function model(name = "twice") {
  /** @type {Record<string, any>} */
  const traits = { tag: "leak-lab", name, data: { plan, words: "the kernel's" } };
  /** @type {any[]} */
  const sent = [];
  return {
    sent,
    get: (/** @type {string} */ trait) => traits[trait],
    send: (/** @type {object} */ message) => void sent.push(message),
    on: () => {},
    off: () => {},
  };
}

/** An element with recorded runs; says to which engines it was switched. */
function lab(id = "twice", data = /** @type {any} */ ({ plan: { ...plan } })) {
  return {
    id,
    localName: "leak-lab",
    data,
    next: /** @type {any} */ ({ any: false }),
    engines: /** @type {any[]} */ ([]),
    switchTo(/** @type {any} */ engine) {
      this.next = engine;
      this.engines.push(engine);
    },
    fallBack() {
      this.next = { any: false };
    },
  };
}

/** A document that holds these labs, and in which others may arrive. */
function page(/** @type {any[]} */ ...labs) {
  /** @type {Set<any>} */
  const hearing = new Set();
  return {
    querySelectorAll: (/** @type {string} */ tag) => labs.filter((each) => each.localName === tag),
    addEventListener: (/** @type {string} */ name, /** @type {any} */ hears) =>
      void (name === HERE && hearing.add(hears)),
    removeEventListener: (/** @type {string} */ _name, /** @type {any} */ hears) =>
      void hearing.delete(hears),
    arrives: (/** @type {any} */ target) => {
      for (const hears of hearing) hears({ target });
    },
  };
}

const answering = (/** @type {any} */ kernel, /** @type {any} */ where) =>
  new Answering(kernel, where);

test("a lab is answered by the kernel, whether it is there before the model or comes later", () => {
  const [early, late] = [lab(), lab()];
  const kernel = model();
  const where = page(early);
  answering(kernel, where);
  where.arrives(late);
  for (const each of [early, late]) each.next.ask({ latency_s: 1 });
  assert.deepEqual(
    kernel.sent.map(({ ask }) => ask),
    Array(2).fill({ tag: "leak-lab", plan, question: { latency_s: 1 } }),
  );
  assert.notEqual(early.next, late.next); // each has its own question under way
});

test("a lab of another name, another plan, or with a kernel already, is left alone", () => {
  const named = lab("once");
  const planned = lab("twice", { plan: { until_s: 20 } });
  const answered = lab();
  answered.next = { any: true };
  const all = [named, planned, answered];
  answering(model(), page(...all));
  assert.deepEqual(
    all.map(({ engines }) => engines),
    [[], [], []],
  );
});

test("closed, it sends nothing more, and its labs go back to what was recorded", async () => {
  const shown = lab();
  const kernel = model();
  const where = page(shown);
  const former = answering(kernel, where);
  const engine = shown.next;
  const live = engine.live({ setting: {}, pace: 1 }, () => {});
  former.close();
  live.close(); // what is live ends after its kernel
  assert.equal(kernel.sent.length, 1);
  assert.equal(shown.next.any, false);
  where.arrives(shown);
  assert.equal(shown.engines.length, 1); // nobody listens any more
  answering(model(), where);
  assert.equal(shown.engines.length, 2); // the cell has been run again
});

/** A signal as JupyterLab has them. */
function signal() {
  /** @type {Set<any>} */
  const slots = new Set();
  return {
    connect: (/** @type {any} */ slot) => slots.add(slot),
    disconnect: (/** @type {any} */ slot) => slots.delete(slot),
    emit: (/** @type {any} */ value) => {
      for (const slot of slots) slot(null, value);
    },
  };
}

/** A model in a notebook, with what the notebook says of its kernel. */
function watched(commLive = true) {
  const sessionContext = { statusChanged: signal(), kernelChanged: signal() };
  /** @type {string[]} */
  const asked = [];
  const widget_manager = {
    context: { sessionContext },
    get_model: async (/** @type {string} */ id) => {
      asked.push(id);
      return { comm_live: commLive };
    },
  };
  let lost = 0;
  const unwatch = watchKernel({ ...model(), widget_manager }, () => {
    lost += 1;
  });
  return { ...sessionContext, asked, unwatch, lost: () => lost };
}

test("a host that does not know the model is no error", async () => {
  const widget_manager = { get_model: () => Promise.reject(new Error("not found")) };
  let lost = 0;
  watchKernel({ ...model(), widget_manager }, () => {
    lost += 1;
  });
  await new Promise((done) => setTimeout(done)); // a rejection that nobody took would fail here
  assert.equal(lost, 0);
});

test("a kernel is lost when it restarts, dies, or another one takes its place", () => {
  for (const status of ["restarting", "autorestarting", "terminating", "dead"]) {
    const kernel = watched();
    kernel.statusChanged.emit("busy");
    kernel.statusChanged.emit("idle");
    assert.equal(kernel.lost(), 0);
    kernel.statusChanged.emit(status);
    assert.equal(kernel.lost(), 1);
  }
  const kernel = watched();
  kernel.kernelChanged.emit({});
  assert.equal(kernel.lost(), 1);
  kernel.unwatch();
  kernel.kernelChanged.emit({});
  assert.equal(kernel.lost(), 1);
});

test("a model that was saved with the notebook has no kernel", async () => {
  const [saved, alive] = [watched(false), watched(true)];
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual([saved.lost(), alive.lost()], [1, 0]);
  assert.deepEqual(saved.asked, ["parked-forever-twice"]);
});
