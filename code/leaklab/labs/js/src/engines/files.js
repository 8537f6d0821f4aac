// The engine's files in an offline copy, whose pages come from files: such a page may fetch nothing,
// and start no worker from a file. So a script beside the others holds them all as text
// (tools/book/offline.py), and the worker is made of its own source and is handed the rest.

import { h } from "../ui/dom.js";

/** What `engine-files.js` sets: each file as base64, gzipped where its name ends so. */
const GLOBAL = "parkedForeverEngine";
/** Goes before the worker's source: the first message holds the files, and is for nobody else. */
const BEFORE = `self.GIVEN = new Promise((resolve) => {
  addEventListener("message", (event) => {
    event.stopImmediatePropagation();
    resolve(event.data);
  }, { once: true });
});
`;
/** @type {Record<string, string>} */
const TYPES = { wasm: "application/wasm", mjs: "text/javascript", js: "text/javascript" };

/** @param {string} text */
function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {Promise<[string, Blob]>}
 */
async function fileOf(name, text) {
  const plain = name.replace(/\.gz$/, "");
  const type = TYPES[plain.split(".").pop() ?? ""] ?? "application/octet-stream";
  const blob = new Blob([bytesOf(text)]);
  if (plain === name) return [plain, blob.slice(0, blob.size, type)];
  const unpacked = blob.stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = await new Response(unpacked).arrayBuffer();
  return [plain, new Blob([whole], { type })];
}

/** @type {Promise<Record<string, Blob>> | null} */
let loading = null;

/**
 * All files by name, loaded once from the script at `address`; a failure may be tried again.
 * @param {string} address
 */
export function loadFiles(address) {
  loading ??= load(address).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @param {string} address */
async function load(address) {
  await new Promise((resolve, reject) => {
    const failed = () =>
      reject(new Error("engine-files.js, beside the book's scripts, is missing"));
    document.head.append(h("script", { src: address, onload: resolve, onerror: failed }));
  });
  /** @type {Record<string, string>} */
  const texts = /** @type {any} */ (globalThis)[GLOBAL] ?? {};
  delete (/** @type {any} */ (globalThis)[GLOBAL]);
  return Object.fromEntries(
    await Promise.all(Object.entries(texts).map(([name, text]) => fileOf(name, text))),
  );
}

/**
 * A worker made of these files.
 * @param {Record<string, Blob>} files
 */
export function workerOf(files) {
  const source = new Blob([BEFORE, files["worker.js"]], { type: TYPES.js });
  const worker = new Worker(URL.createObjectURL(source)); // no module: browsers start none of these
  worker.postMessage(files);
  return worker;
}
