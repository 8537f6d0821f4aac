// JupyterLite's kernel loads Python from here: the runtime that the labs' engine has too, with the
// whole standard library and the packages beside this file. The engine's folder is the one copy.

import { loadPyodide as load } from "../../../_static/engine/pyodide.mjs";

const here = (path) => new URL(path, import.meta.url).href;

export async function loadPyodide(options) {
  const pyodide = await load({
    ...options,
    indexURL: here("../../../_static/engine/"),
    stdLibURL: here("python_stdlib.zip"),
    lockFileURL: here("pyodide-lock.json"),
    packageBaseUrl: here("../../pypi/"),
  });
  await pyodide.runPythonAsync(await (await fetch(here("first.py"))).text());
  return pyodide;
}
