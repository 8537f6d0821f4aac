// The page's own engine: real trio in a worker (engine-worker.js), loaded when somebody asks.

import { expandRun } from "./data.js";
import { RecordedEngine } from "./recorded.js";

const PATIENCE_MS = 30000; // without any progress
const script = document.currentScript?.src; // a classic script knows its address only while it loads

/** Where the engine's files are: beside labs.js. */
export const BASE = script ? new URL("engine/", script).href : null;

const engines = new Map(); // by name

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
    for (const listener of this.listeners) listener(data.ready ? { share: 1, words: "Ready" } : data);
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

  /** Make a further zip's modules importable, such as "protobuf.zip". */
  add(name) {
    return this.post({ add: name });
  }
}

/** Why no engine can run in this page, in words; null when one can. */
export function refusal() {
  if (location.protocol === "file:") {
    return "a browser runs no worker in a page opened from a file; open the book through `make serve` or its web address";
  }
  const able = globalThis.Worker && globalThis.WebAssembly && globalThis.DecompressionStream;
  return able ? null : "this browser is too old for it (no worker, WebAssembly or DecompressionStream)";
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

/** Any setting, run in the page. One question is under way at a time; the latest one waits. */
export class PageEngine extends RecordedEngine {
  constructor(data, tag) {
    super(data);
    this.tag = tag;
    this.waiting = null;
    this.underWay = false;
  }

  get any() {
    return true;
  }

  run(setting) {
    return new Promise((resolve) => {
      this.waiting?.resolve(null); // a newer question takes its place
      this.waiting = { setting, resolve };
      this.next();
    });
  }

  async next() {
    if (this.underWay || !this.waiting) return;
    const { setting, resolve } = this.waiting;
    this.waiting = null;
    this.underWay = true;
    resolve(await this.answer(setting));
    this.underWay = false;
    this.next();
  }

  async answer(setting) {
    try {
      const engine = await openEngine(); // there already, but for a page that comes back
      const { runs, error } = await engine.ask(this.tag, this.data.plan, setting);
      return error ? { error } : runs.map(expandRun);
    } catch (error) {
      return { error: `No answer: ${error.message}.` };
    }
  }
}
