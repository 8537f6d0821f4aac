// For whoever edits the labs: `node build/watch.js FOLDER PORT` serves the built book in FOLDER, with
// the labs bundled anew at each change and the page loaded again. The book's own scripts stay as they
// are: those that load themselves again live in this server's memory alone. The notebooks' module
// is written out; ANYWIDGET_HMR=1 makes JupyterLab take it at once.

import { resolve } from "node:path";
import * as esbuild from "esbuild";
import { kernel, page } from "./bundles.js";

const [folder = "", port = "8000"] = process.argv.slice(2);
const host = "127.0.0.1";
const reload = 'new EventSource("/esbuild").addEventListener("change", () => location.reload());';

const served = await esbuild.context({
  ...page,
  minify: false,
  sourcemap: "inline",
  banner: { js: reload },
  outdir: resolve(folder, "_static"),
  write: false,
});
const notebooks = await esbuild.context(kernel);
await Promise.all([served.watch(), notebooks.watch()]);
await served.serve({ servedir: resolve(folder), host, port: Number(port) });
console.log(`The book, with the labs as they are edited: http://${host}:${port}`);
