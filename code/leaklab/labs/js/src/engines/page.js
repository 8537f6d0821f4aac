// The page's own engine: real trio in a worker (engine-worker.js), loaded when somebody asks.

import { Latest } from "./latest.js";

const PATIENCE_MS = 30000; // without any progress
const script = document.currentScript?.src; // a classic script knows its address only while it loads

/** Where the engine's files are: beside labs.js. */
export const BASE = script ? new URL("engine/", script).href : null;

const engines = new Map(); // by name
const LIVE = "leak-lab"; // the lab that can run live
const EXTRAS = { "task-profile": "protobuf.zip" }; // what a lab's answers need besides

/** One worker with Python in it. Ends, and fails whatever is under way, when it cannot go on. */
class Engine {
  constructor(base, name) {
    this.name = name;
    this.listeners = new Set();
    this.pending = new Map();
    this.spoken = new Map();
    this.number = 0;
    this.ready = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.ready.catch(() => {}); // those who wait for it hear of it
    this.worker = new Worker(`${base}worker.mjs`, { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message || "the engine's script could not be loaded");
    };
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    const words = `nothing came for ${PATIENCE_MS / 1000} s; the network may be too slow`;
    this.timer = setTimeout(() => this.end(words), PATIENCE_MS);
  }

  hear(data) {
    if (data.said !== undefined) return this.spoken.get(data.number)?.(data.said);
    if (data.number) return this.answered(data);
    if (data.failed) return this.end(data.failed);
    if (!data.ready) this.wait();
    else {
      clearTimeout(this.timer);
      this.settle.resolve(this);
    }
    for (const listener of this.listeners)
      listener(data.ready ? { share: 1, words: "Ready" } : data);
  }

  answered({ number, text, failed, dead }) {
    const waiting = this.pending.get(number);
    this.pending.delete(number);
    if (failed === undefined) waiting?.resolve(text);
    else waiting?.reject(new Error(failed));
    if (dead) this.end(failed);
  }

  end(why) {
    clearTimeout(this.timer);
    this.worker.terminate();
    if (engines.get(this.name) === this) engines.delete(this.name); // the next one who asks starts anew
    const error = new Error(why);
    this.settle.reject(error);
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
    this.spoken.clear();
  }

  post(message, number = ++this.number) {
    return new Promise((resolve, reject) => {
      this.pending.set(number, { resolve, reject });
      this.worker.postMessage({ number, ...message });
    });
  }

  /** The answer to one question: {runs: …} or {error: …}. */
  async ask(tag, plan, question) {
    return JSON.parse(await this.post({ ask: JSON.stringify({ tag, plan, question }) }));
  }

  /** Start a live run; `said(text)` hears what it posts. Resolves to its id. */
  async call(text, said) {
    const id = ++this.number;
    this.spoken.set(id, said);
    await this.post({ open: text }, id);
    return id;
  }

  /** Tell the live run `id` something; resolves to what it answers. */
  tell(id, text) {
    return this.post({ tell: id, text });
  }

  /** Make a further zip's modules importable, such as "protobuf.zip"; a second time costs nothing. */
  add(name) {
    this.added ??= new Map();
    if (!this.added.has(name)) this.added.set(name, this.post({ add: name }));
    return this.added.get(name);
  }
}

/** Why no engine can run in this page, in words; null when one can. */
export function refusal() {
  if (location.protocol === "file:") {
    return "a browser runs no worker in a page opened from a file; open the book at its web address, or with make serve";
  }
  const able = globalThis.Worker && globalThis.WebAssembly && globalThis.DecompressionStream;
  return able
    ? null
    : "this browser is too old for it (no worker, WebAssembly or DecompressionStream)";
}

/**
 * The page's engine, once it is ready: one for all labs. `onProgress({share, words})` hears how
 * far it is. Rejects with an Error whose message says why; the next call then tries again.
 * A live run keeps trio for itself as long as it lasts: give it an engine of another `name`.
 */
export async function openEngine(base = BASE, onProgress = null, name = "runs") {
  const why = refusal();
  if (why) throw new Error(why);
  if (!engines.has(name)) engines.set(name, new Engine(base, name));
  const engine = engines.get(name);
  if (onProgress) engine.listeners.add(onProgress);
  try {
    return await engine.ready;
  } finally {
    engine.listeners.delete(onProgress);
  }
}

addEventListener("pagehide", () => engines.forEach((engine) => engine.end("the page was left")));

/** Any setting, run in the page. */
export class PageEngine {
  constructor(data, tag) {
    this.data = data;
    this.any = true;
    this.tag = tag;
    this.latest = new Latest(async (question, done) => done(await this.answer(question)));
    if (tag === LIVE)
      this.live = (asked, heard) => new LiveChannel({ plan: data.plan, ...asked }, heard);
  }

  ask(question) {
    return this.latest.ask(question);
  }

  async answer(question) {
    try {
      const engine = await openEngine(); // there already, but for a page that comes back
      if (EXTRAS[this.tag]) await engine.add(EXTRAS[this.tag]);
      return await engine.ask(this.tag, this.data.plan, question);
    } catch (error) {
      return { error: `No answer: ${error.message}.` };
    }
  }
}

/** A live run in a worker of its own, so that questions and live servers do not wait for each other. */
class LiveChannel {
  constructor(asked, heard) {
    this.heard = (text) => this.closed || heard(JSON.parse(text));
    this.opened = this.open(JSON.stringify(asked));
  }

  async open(text) {
    try {
      this.engine = await openEngine(BASE, null, "live");
      return await this.engine.call(text, this.heard);
    } catch (error) {
      this.heard(JSON.stringify({ error: `No live run: ${error.message}.` }));
      return null;
    }
  }

  async tell(message) {
    const id = await this.opened;
    if (id === null) return;
    const said = await this.engine.tell(id, JSON.stringify(message)).catch(() => "");
    if (said) this.heard(said);
  }

  close() {
    this.tell({ close: true });
    this.closed = true;
  }
}
