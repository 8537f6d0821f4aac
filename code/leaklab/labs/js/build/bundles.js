// What is bundled: for a static page classic scripts, which work from file:// too: one for each lab,
// one for what readers do besides, and the editor of a bench, which loads on a click alone; for
// notebooks a module, which anywidget takes.
// `node build/bundles.js` makes all.

import { copyFile, readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const folder = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * As it loads, uPlot asks for a number format in the browser's language; for a tag that is none,
 * such as WebKit's "C", that throws. Our sentences group digits as English does: so do the axes.
 * @type {import("esbuild").Plugin}
 */
const english = {
  name: "english",
  setup: (build) =>
    build.onLoad({ filter: /uPlot\.esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const asked = "domEnv ? nav.language : 'en-US'";
      if (!source.includes(asked)) throw new Error(`uPlot asks for its language in another way`);
      return { contents: source.replace(asked, "'en'") };
    }),
};

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: true,
  target: "es2022", // what browsers that know container queries know
  loader: { ".css": "text", ".txt": "text" },
  plugins: [english],
  logLevel: "warning",
};

const LABS = ["incident-replay", "leak-lab", "limits-lab", "request-story", "task-profile"];
const STATIC = folder("../../static");

/**
 * For static pages: each lab alone, all of them, what readers do besides, and what comes on a click.
 * @type {import("esbuild").BuildOptions}
 */
export const page = {
  ...shared,
  entryPoints: {
    ...Object.fromEntries(LABS.map((name) => [name, folder(`../src/${name}/entry.js`)])),
    labs: folder("../src/entry-page.js"),
    reader: folder("../src/entry-reader.js"),
    send: folder("../src/entry-send.js"),
    bench: folder("../src/entry-bench.js"),
    clinic: folder("../src/entry-clinic.js"),
    machine: folder("../src/entry-machine.js"),
    served: folder("../src/entry-served.js"),
    participant: folder("../src/entry-participant.js"),
    room: folder("../src/entry-room.js"),
  },
  outdir: STATIC,
  format: "iife",
};

/** @type {import("esbuild").BuildOptions} */
export const kernel = {
  ...shared,
  entryPoints: { labs: folder("../src/entry-notebook.js") },
  outdir: STATIC,
  outExtension: { ".js": ".mjs" },
  format: "esm",
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await Promise.all([page, kernel].map(esbuild.build));
  await copyFile(folder("../src/room/room.css"), `${STATIC}/room.css`);
}
