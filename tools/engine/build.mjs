// Builds what the engine's folder holds besides Pyodide itself: node build.mjs JOB.json
// 1. the zips, by inside/pack.py in the very Pyodide that the page will run, so the .pyc are its own;
// 2. memory.bin, gzipped: Python's memory right after everything was imported and warmed up. The
//    page goes on from there, which takes a third of the time of a start from the zips.

import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

/** Whatever Python asks at its start that differs from build to build: chance and the time. */
function sameEveryTime() {
  let calls = 0;
  const fill = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i += 32) {
      const some = crypto.createHash("sha256").update(String(calls++)).digest();
      bytes.set(some.subarray(0, bytes.length - i), i);
    }
    return array;
  };
  crypto.randomFillSync = fill;
  globalThis.crypto.getRandomValues = fill;
  Date.now = () => 315532800000; // 1980, as in the zips
  performance.now = () => 0;
}

// indexURL: else Pyodide finds its folder in a stack trace, and drops any parentheses in its name.
async function pack({ pyodide: folder, zips }, loadPyodide) {
  const env = { PYTHONHASHSEED: "0" }; // sets are marshalled by hash
  const pyodide = await loadPyodide({ indexURL: folder, env });
  pyodide.FS.mkdir("/host");
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: "/" }, "/host");
  pyodide.globals.set("JOB", JSON.stringify(zips));
  pyodide.runPython(readFileSync(new URL("inside/pack.py", import.meta.url), "utf8"));
}

async function remember({ pyodide: folder, engine, lock, modules }, loadPyodide) {
  const pyodide = await loadPyodide({
    indexURL: folder,
    _makeSnapshot: true,
    _sysExecutable: "python", // else the path of this script, on this machine
    stdLibURL: `${engine}/stdlib.zip`,
    lockFileContents: lock,
    env: { PYTHONHASHSEED: "0", PYTHONPATH: "/lib/leaklab.zip" },
    fsInit: async (FS) => FS.writeFile("/lib/leaklab.zip", readFileSync(`${engine}/leaklab.zip`)),
  });
  pyodide.globals.set("MODULES", JSON.stringify(modules));
  pyodide.runPython(readFileSync(new URL("inside/warm.py", import.meta.url), "utf8"));
  writeFileSync(`${engine}/memory.bin`, gzipSync(pyodide.makeMemorySnapshot(), { level: 9 }));
}

const failed = (error) => {
  console.error(error.stack.slice(-1500)); // node alone prints Pyodide's one line of 1.2 MB
  process.exit(1);
};
process.on("uncaughtException", failed);
try {
  const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const { loadPyodide } = await import(pathToFileURL(`${job.pyodide}/pyodide.mjs`));
  sameEveryTime();
  await pack(job, loadPyodide);
  await remember(job, loadPyodide);
} catch (error) {
  failed(error);
}
