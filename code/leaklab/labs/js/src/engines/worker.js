// The in-page engine's worker: Pyodide, trio and leaklab from the files beside this script.
// What comes in and goes out is in worker-messages.d.ts; what is in it as text goes to and comes
// from Python (leaklab.labs.session, or another module that hears). The build writes in BYTES, each
// file's size, LOCK, Pyodide's package list, emptied, and BUILD, which other files change.

import { forget, loader } from "./store.js";

/** @import { FromWorker, ToWorker } from "./worker-messages.js" */

const REPORT_MS = 50; // least time between two reports of progress
/** An offline copy's page hands all files over (see files.js). @type {Promise<Record<string, Blob>> | undefined} */
const given = /** @type {any} */ (self).GIVEN;
const here = given ? "https://offline.invalid/" : new URL("./", import.meta.url).href;
const fetchFile = given
  ? async (/** @type {string} */ name) => new Response((await given)[name])
  : loader(here, BUILD);

/** @param {string} name */
async function imported(name) {
  const address = given ? URL.createObjectURL((await given)[name]) : here + name;
  return import(address); // a name in a variable: the bundler leaves it alone
}

/** @param {any} error */
const lastLine = (error) =>
  String(error.message ?? error)
    .trim()
    .split("\n")
    .pop() ?? "";

/** @param {FromWorker} message */
const post = (message) => postMessage(message);

/** @type {any} */
let pyodide;
/** Python's own ears, by their modules. @type {Map<string, (text: string) => void>} */
const ears = new Map();
const SESSION = "leaklab.labs.session";

/** @param {string} name */
function ear(name) {
  const say = (/** @type {string} */ said) => post({ said });
  const heard = ears.get(name) ?? pyodide.pyimport(name).hearing_text(say);
  ears.set(name, heard);
  return heard;
}

/** Counts the bytes of the files named, and tells the page about them. */
class Progress {
  #loaded = 0;
  #told = 0;

  /** @param {string[]} names */
  constructor(names) {
    this.total = names.reduce((sum, name) => sum + BYTES[name], 0);
  }

  /** @param {number} bytes */
  add(bytes) {
    this.#loaded += bytes;
    const now = performance.now();
    if (now - this.#told < REPORT_MS && this.#loaded < this.total) return;
    this.#told = now;
    const words = this.#loaded < this.total ? "Loading Python" : "Starting Python";
    post({ share: Math.min(1, this.#loaded / this.total), words });
  }
}

/**
 * Begin to load a file; its bytes are counted as they come.
 * @param {string} name
 * @param {Progress} [progress]
 */
async function load(name, progress) {
  const response = await fetchFile(name).catch((error) => {
    throw new Error(`${name} could not be loaded: ${lastLine(error)}`);
  });
  if (!response.ok || !response.body) {
    throw new Error(`${name} could not be loaded: status ${response.status}`);
  }
  /** @type {Transformer<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>} */
  const counter = {
    transform(chunk, out) {
      progress?.add(chunk.byteLength);
      out.enqueue(chunk);
    },
  };
  const counted = response.body.pipeThrough(new TransformStream(counter));
  return new Response(counted, { headers: response.headers });
}

/** @param {Promise<Response>} response */
const bytes = async (response) => new Uint8Array(await (await response).arrayBuffer());

/** @param {Promise<Response>} response */
async function inflated(response) {
  const { body } = await response;
  return new Response(body?.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/**
 * Start Python: from the memory that the build kept, or, slower, from the zips.
 * @param {boolean} fromMemory
 */
async function start(fromMemory) {
  const names = [
    "pyodide.asm.wasm",
    ...(fromMemory ? ["memory.bin"] : ["stdlib.zip", "leaklab.zip"]),
  ];
  const progress = new Progress(names);
  /** @type {Record<string, Promise<Response>>} */
  const files = Object.fromEntries(names.map((name) => [name, load(name, progress)]));
  const missing = Promise.race(
    Object.values(files).map((file) => new Promise((_, no) => file.catch(no))),
  );
  missing.catch(() => {}); // it is raced below; until then nobody listens
  files["stdlib.zip"] ??= Promise.resolve(new Response()); // all modules are in the memory already
  /** @type {any} */
  const options = fromMemory
    ? { _loadSnapshot: inflated(files["memory.bin"]) }
    : {
        env: { PYTHONPATH: "/lib/leaklab.zip" },
        fsInit: async (/** @type {any} */ FS) =>
          FS.writeFile("/lib/leaklab.zip", await bytes(files["leaklab.zip"])),
      };
  options._loadSnapshot?.catch(() => {});
  const scripts = Promise.all([imported("pyodide.mjs"), imported("pyodide.asm.mjs")]);
  const outside = self.fetch;
  self.fetch = (url, ...rest) => files[String(url).slice(here.length)] ?? outside(url, ...rest);
  try {
    const [{ loadPyodide }, { default: createPyodideModule }] = await scripts;
    performance.mark("engine: scripts");
    const fixed = { indexURL: here, packageBaseUrl: here, stdLibURL: `${here}stdlib.zip` };
    const own = { createPyodideModule, lockFileContents: LOCK, ...fixed, ...options };
    pyodide = await Promise.race([missing, loadPyodide(own)]);
  } finally {
    self.fetch = outside;
  }
  performance.mark("engine: python");
  pyodide.pyimport("pyodide_trio");
  ear(SESSION);
  performance.mark("engine: ready");
}

/** @type {Map<string, Promise<void>>} */
const added = new Map();

/**
 * Make a zip's modules importable, e.g. protobuf.zip; a second time costs nothing.
 * @param {string} name
 */
async function add(name) {
  pyodide.FS.writeFile(`/lib/${name}`, await bytes(load(name)));
  pyodide.pyimport("sys").path.append(`/lib/${name}`);
}

const started = start(true).catch(async (error) => {
  await forget(); // what was kept may be at fault
  console.info(`The kept memory did not serve (${lastLine(error)}); starting from the zips.`);
  return start(false);
});
started.then(
  () => post({ ready: true }),
  (error) => post({ failed: lastLine(error) }),
);

self.onmessage = async (
  /** @type {MessageEvent<ToWorker>} */ { data: { number, said, needs, to = SESSION } },
) => {
  try {
    await started;
    if (needs) {
      if (!added.has(needs)) added.set(needs, add(needs));
      await added.get(needs);
    }
    ear(to)(said);
  } catch (error) {
    // anything but an error raised by Python code means that this Python cannot go on
    const dead = !(pyodide && error instanceof pyodide.ffi.PythonError);
    post({ number, failed: lastLine(error), dead });
  }
};
