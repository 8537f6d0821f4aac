// A reader's text on its way out of the page: as a file, and into JupyterLab.

import { h } from "../ui/dom.js";

/** @import { BenchData } from "../reader/code-bench/bench.js" */

const script =
  /** @type {HTMLScriptElement | null} */ (globalThis.document?.currentScript)?.src ?? "";
/** Where JupyterLite finds what it is to open; see tools/lite/carried.js. */
const CARRIED = "parked-forever carried";

/**
 * Save `text` under a name of its own.
 * @param {string} name
 * @param {string} text
 */
export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}

/**
 * The reader's text as a notebook that runs and judges it.
 * @param {string} text
 * @param {BenchData} data
 */
export function notebook(text, { title, judge }) {
  const code = (/** @type {string} */ source) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  });
  const words = `# ${title}, as you left it\n\nRun the first cell after each change, then the judge.`;
  return {
    cells: [
      { cell_type: "markdown", metadata: {}, source: words },
      code(text.trimEnd()),
      code(judge),
    ],
    metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python" } },
    nbformat: 4,
    nbformat_minor: 4,
  };
}

/**
 * Open JupyterLab, in another tab, with the text in a notebook of its own. What is to be said.
 * @param {string} text
 * @param {BenchData} data
 */
export function toJupyterLab(text, data) {
  if (location.protocol === "file:") {
    return "JupyterLab cannot start in a page opened from a file. Download your text, and open it in a JupyterLab of yours.";
  }
  const path = `${data.file.replace(/\.py$/, "")}.ipynb`;
  try {
    localStorage.setItem(CARRIED, JSON.stringify({ path, notebook: notebook(text, data) }));
  } catch {
    return "This browser keeps nothing for this site, so the text cannot be handed over. Download it instead.";
  }
  window.open(new URL("../lite/lab/index.html", script), "_blank", "noopener");
  return "JupyterLab opens in a new tab, and takes a while to load there. Your text is in a new notebook of it.";
}
