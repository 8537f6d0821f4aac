// Runs a Python file in the built engine, in node: node engine.mjs ENGINE memory|zips FILE.py
// What the file prints comes out. Pyodide itself is taken from node_modules: the same files.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [engine, from, file] = process.argv.slice(2);
const scripts = `${engine}/../../js/node_modules/pyodide`;
const { loadPyodide } = await import(pathToFileURL(`${scripts}/pyodide.mjs`));
const zip = (name) => async (FS) => FS.writeFile(`/lib/${name}`, readFileSync(`${engine}/${name}`));
const options =
  from === "memory"
    ? { _loadSnapshot: gunzipSync(readFileSync(`${engine}/memory.bin`)) }
    : { env: { PYTHONPATH: "/lib/leaklab.zip" }, fsInit: zip("leaklab.zip") };
const { info } = JSON.parse(readFileSync(`${scripts}/pyodide-lock.json`, "utf8"));
const pyodide = await loadPyodide({
  indexURL: scripts,
  lockFileContents: { info, packages: {} },
  stdLibURL: from === "memory" ? "/dev/null" : `${engine}/stdlib.zip`,
  ...options,
});
pyodide.pyimport("pyodide_trio");
await zip("protobuf.zip")(pyodide.FS);
await pyodide.runPythonAsync(readFileSync(file, "utf8"));
