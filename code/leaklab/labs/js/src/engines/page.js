// The page's own engine: real trio in a worker (worker.js), loaded when somebody asks.

import { loadFiles, workerOf } from "./files.js";
import { RemoteEngine } from "./remote.js";

/** @import { Heard, Said } from "../made/wire.js" */
/** @import { Diagnose, FromWorker, Grade, Progress, ToWorker } from "./worker-messages.js" */
/** @import { Transport } from "./remote.js" */

const WAIT_MS = 30000; // without any progress
const element = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const script = element?.src;

/** How much it loads, in MB, as the book's build has weighed it; "" where nobody has. */
export const ENGINE_MB = element?.dataset.engineMb ?? "";

/** Where the engine's files are: beside the script, which knows its address only while it loads. */
const BASE = script ? new URL("engine/", script).href : "";

/** In an offline copy: the script that holds the engine's files. */
const FILES = document.documentElement.dataset.engineFiles ?? "";
const FILES_AT = script && FILES ? new URL(FILES, script).href : "";

/** What a lab's answers need besides. @type {Record<string, string>} */
const EXTRAS = { "task-profile": "protobuf.zip" };

/**
 * Whoever has sent a message hears what it comes to.
 * @typedef {{hears: (said: Said) => void, failed: (number: number, why: string) => void}} Sender
 */

/** @type {Map<string, PythonWorker>} */
const workers = new Map(); // by name

/** One worker with Python in it. Ends, and fails whatever is under way, when it cannot go on. */
class PythonWorker {
  /** @type {Set<(progress: Progress) => void>} */
  listeners = new Set();
  /** @type {Map<number, Sender>} */
  #senders = new Map(); // by the number of their message
  /** @type {(value: PythonWorker) => void} */
  #begun = () => {};
  /** @type {(error: Error) => void} */
  #lost = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} name @param {Worker} worker */
  constructor(name, worker) {
    this.name = name;
    /** @type {Promise<PythonWorker>} */
    this.ready = new Promise((resolve, reject) => {
      this.#begun = resolve;
      this.#lost = reject;
    });
    this.ready.catch(() => {}); // those who wait for it hear of it
    this.worker = worker;
    this.worker.onmessage = ({ data }) => this.#hear(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message || "the engine's script could not be loaded");
    };
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    const words = `nothing came for ${WAIT_MS / 1000} s; the network may be too slow`;
    this.#timer = setTimeout(() => this.end(words), WAIT_MS);
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if ("said" in message) this.#said(JSON.parse(message.said));
    else if ("number" in message) {
      this.#senders.get(message.number)?.failed(message.number, message.failed);
      if (message.dead) this.end(message.failed);
    } else if ("failed" in message) this.end(message.failed);
    else if ("share" in message) {
      this.#wait();
      this.#tell(message);
    } else {
      clearTimeout(this.#timer);
      this.#begun(this);
      this.#tell({ share: 1, words: "Ready" });
    }
  }

  /** @param {Said} said */
  #said(said) {
    this.#senders.get(said.number)?.hears(said);
    if ("answer" in said) this.#senders.delete(said.number);
  }

  /** @param {Progress} progress */
  #tell(progress) {
    for (const listener of this.listeners) listener(progress);
  }

  /** @param {string} why */
  end(why) {
    clearTimeout(this.#timer);
    this.worker.terminate();
    if (workers.get(this.name) === this) workers.delete(this.name); // the next one starts anew
    this.#lost(new Error(why));
    const senders = [...this.#senders];
    this.#senders.clear();
    // later: a page that is being left must not ask again before it comes back
    setTimeout(() => {
      for (const [number, { failed }] of senders) failed(number, why);
    });
  }

  /**
   * Tell Python something; `sender` hears of it until it is answered or closed.
   * @param {Heard | Grade | Diagnose} message
   * @param {Sender} sender
   * @param {string} [needs]
   * @param {string} [to]
   */
  send(message, sender, needs, to) {
    const { number } = message;
    if ("close" in message) this.#senders.delete(number);
    else this.#senders.set(number, sender);
    /** @type {ToWorker} */
    const envelope = { number, said: JSON.stringify(message), needs, to };
    this.worker.postMessage(envelope);
  }
}

/** Why no engine can run in this page, in words; null when one can. */
export function refusal() {
  if (!BASE) return "this page has the recorded runs alone";
  if (location.protocol === "file:" && !FILES_AT) {
    return "a browser runs no worker in a page opened from a file; open the book at its web address, or with make serve";
  }
  const able = globalThis.Worker && globalThis.WebAssembly && globalThis.DecompressionStream;
  return able
    ? null
    : "this browser is too old for it (no worker, WebAssembly or DecompressionStream)";
}

/** @param {Record<string, Blob> | null} files of an offline copy */
const begun = (files) =>
  files ? workerOf(files) : new Worker(`${BASE}worker.mjs`, { type: "module" });

/**
 * The page's Python, once it can be asked: one for all labs, one for live runs, which keep trio for
 * themselves as long as they last; one for answers and two for benches, which may have to be ended.
 * `onProgress` hears how far it is. Rejects with an Error whose message says why; the next call
 * tries again.
 * @param {"runs" | "live" | "answers" | "bench" | "bench-spare" | "clinic"} name
 * @param {((progress: Progress) => void) | null} [onProgress]
 */
export async function openPython(name, onProgress = null) {
  const why = refusal();
  if (why) throw new Error(why);
  const files = FILES_AT ? await loadFiles(FILES_AT) : null;
  const worker = workers.get(name) ?? new PythonWorker(name, begun(files));
  workers.set(name, worker);
  if (!onProgress) return worker.ready;
  worker.listeners.add(onProgress);
  try {
    return await worker.ready;
  } finally {
    worker.listeners.delete(onProgress);
  }
}

/**
 * End this worker, if there is one: whoever waits for it hears why.
 * @param {string} name
 * @param {string} why
 */
export const endPython = (name, why) => workers.get(name)?.end(why);

addEventListener("pagehide", () => {
  for (const worker of workers.values()) worker.end("the page was left");
});

/**
 * Messages to and from this page's workers, for the lab `tag`.
 * @param {string} tag
 * @returns {Transport}
 */
function inPage(tag) {
  /** @type {Sender} */
  let sender;
  /** @type {Map<number, Promise<PythonWorker | void>>} */
  const live = new Map(); // where a live run lives: whatever else it is told goes there
  return {
    busy: "Python is still at work in this page; the answer will come.",
    listen: (hears, failed) => {
      sender = { hears, failed };
    },
    async send(message) {
      const { number } = message;
      const fresh = "ask" in message || "open" in message;
      const opened = fresh
        ? openPython("ask" in message ? "runs" : "live").catch((error) =>
            sender.failed(number, error.message),
          )
        : live.get(number);
      if ("open" in message && opened) live.set(number, opened);
      if ("close" in message) live.delete(number);
      const worker = await opened;
      worker?.send(message, sender, "ask" in message ? EXTRAS[tag] : undefined);
    },
    close() {},
  };
}

/**
 * Any setting, run in the page.
 * @param {string} tag
 * @param {any} data
 */
export const pageEngine = (tag, data) => new RemoteEngine(inPage(tag), tag, data);
