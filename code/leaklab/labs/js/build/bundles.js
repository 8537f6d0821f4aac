// What is bundled: for a static page a classic script, which works from file:// too; for notebooks
// a module, which anywidget takes. `node build/bundles.js` makes both.

import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const folder = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: true,
  target: "es2022", // what browsers that know container queries know
  loader: { ".css": "text" },
  logLevel: "warning",
};

/** @type {import("esbuild").BuildOptions} */
export const page = {
  ...shared,
  entryPoints: [folder("../src/entry-page.js")],
  outfile: folder("../../static/labs.js"),
  format: "iife",
};

/** @type {import("esbuild").BuildOptions} */
export const kernel = {
  ...shared,
  entryPoints: [folder("../src/entry-notebook.js")],
  outfile: folder("../../static/labs.mjs"),
  format: "esm",
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await Promise.all([page, kernel].map(esbuild.build));
}
