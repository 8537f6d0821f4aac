// The in-page engine's worker: Pyodide, trio and leaklab from the files beside this script.
// In:  {number, ask} | {number, open} | {number, tell, text} | {number, add}; each is answered by
//      {number, text} or by {number, failed, dead}.
// Out, unasked: {share, words} while loading, then {ready} or {failed}; {number, said} from a live
// run. The build writes in BYTES, each file's size, and LOCK, Pyodide's package list, emptied.

/* global BYTES, LOCK */
const REPORT_MS = 50; // least time between two reports of progress
const here = new URL("./", import.meta.url).href;
const lastLine = (error) =>
  String(error.message ?? error)
    .trim()
    .split("\n")
    .pop();
const live = new Map(); // a live run's number here -> its id in Python
let pyodide;
let answers;

/** Counts the bytes of the files named, and tells the page about them. */
class Progress {
  constructor(names) {
    this.total = names.reduce((sum, name) => sum + BYTES[name], 0);
    this.loaded = this.told = 0;
  }

  add(bytes) {
    this.loaded += bytes;
    const now = performance.now();
    if (now - this.told < REPORT_MS && this.loaded < this.total) return;
    this.told = now;
    const words = this.loaded < this.total ? "Loading Python" : "Starting Python";
    postMessage({ share: Math.min(1, this.loaded / this.total), words });
  }
}

/** Begin to load a file; its bytes are counted as they come. */
async function load(name, progress) {
  let response;
  try {
    response = await fetch(here + name);
  } catch (error) {
    throw new Error(`${name} could not be loaded: ${lastLine(error)}`);
  }
  if (!response.ok) throw new Error(`${name} could not be loaded: status ${response.status}`);
  const count = (chunk, out) => {
    progress?.add(chunk.byteLength);
    out.enqueue(chunk);
  };
  const counted = response.body.pipeThrough(new TransformStream({ transform: count }));
  return new Response(counted, { headers: response.headers });
}

const bytes = async (response) => new Uint8Array(await (await response).arrayBuffer());
const inflated = async (response) =>
  new Response((await response).body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

/** Start Python: from the memory that the build kept, or, slower, from the zips. */
async function start(fromMemory) {
  const names = [
    "pyodide.asm.wasm",
    ...(fromMemory ? ["memory.bin"] : ["stdlib.zip", "leaklab.zip"]),
  ];
  const progress = new Progress(names);
  const files = Object.fromEntries(names.map((name) => [name, load(name, progress)]));
  const missing = Promise.race(
    Object.values(files).map((file) => new Promise((_, no) => file.catch(no))),
  );
  missing.catch(() => {}); // it is raced below; until then nobody listens
  files["stdlib.zip"] ??= new Response(); // all modules are in the memory already
  const options = fromMemory
    ? { _loadSnapshot: inflated(files["memory.bin"]) }
    : {
        env: { PYTHONPATH: "/lib/leaklab.zip" },
        fsInit: async (FS) => FS.writeFile("/lib/leaklab.zip", await bytes(files["leaklab.zip"])),
      };
  options._loadSnapshot?.catch(() => {});
  const scripts = Promise.all([import("./pyodide.mjs"), import("./pyodide.asm.mjs")]);
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
  answers = pyodide.pyimport("leaklab.labs.answers");
  performance.mark("engine: ready");
}

/** Make a zip's modules importable, e.g. protobuf.zip. */
async function add(name) {
  pyodide.FS.writeFile(`/lib/${name}`, await bytes(load(name)));
  pyodide.pyimport("sys").path.append(`/lib/${name}`);
  return "";
}

function reply({ number, ask, open, tell, text, add: name }) {
  if (ask !== undefined) return answers.answer_text(ask);
  if (tell !== undefined) return answers.tell_live_text(live.get(tell), text);
  if (name !== undefined) return add(name);
  live.set(
    number,
    answers.open_live_text(open, (said) => postMessage({ number, said })),
  );
  return "";
}

const started = start(true).catch((error) => {
  console.info(`The kept memory did not serve (${lastLine(error)}); starting from the zips.`);
  return start(false);
});
started.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: lastLine(error) }),
);

self.onmessage = async ({ data }) => {
  const { number } = data;
  try {
    await started;
    postMessage({ number, text: await reply(data) });
  } catch (error) {
    // anything but an error raised by Python code means that this Python cannot go on
    const dead = !(pyodide && error instanceof pyodide.ffi.PythonError);
    postMessage({ number, failed: lastLine(error), dead });
  }
};
