// A tiny thing for the page's own Python to do, and whether JupyterLite is beside the book: both only
// when a participant has asked for it.

import { endPython, openPython } from "../engines/page.js";

/** @import { Progress } from "../engines/worker-messages.js" */

const ASKED = { tag: "leak-lab", plan: { handlers: ["k8s-1.12"] }, question: {} };
const script =
  /** @type {HTMLScriptElement | null} */ (globalThis.document?.currentScript)?.src ?? "";
const RUN_MS = 30_000;

/**
 * Start Python in this page, have 1.12's filter serve some late requests, and end Python again.
 * Rejects with an Error whose message says why not.
 * @param {(progress: Progress) => void} onProgress
 */
export async function tinyRun(onProgress) {
  const begun = performance.now();
  const worker = await openPython("runs", onProgress);
  const number = 1;
  /** @type {any} */
  const answer = await new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no answer came in ${RUN_MS / 1000} s`));
    const timer = setTimeout(late, RUN_MS);
    worker.send(
      { number, ask: ASKED },
      {
        hears: (said) => {
          clearTimeout(timer);
          if ("answer" in said) resolve(said.answer);
        },
        failed: (_, why) => {
          clearTimeout(timer);
          reject(new Error(why));
        },
      },
    );
  }).finally(() => endPython("runs", "the check is over"));
  if (!answer?.runs?.length) throw new Error(answer?.error ?? "it gave no numbers");
  const [{ outcomes, left }] = answer.runs;
  return { ms: performance.now() - begun, started: outcomes.started, left };
}

/** @param {string} why */
export const stop = (why) => endPython("runs", why);

/** Whether JupyterLite is beside this copy. @returns {Promise<"there" | "missing" | "file">} */
export async function findLite() {
  if (location.protocol === "file:" || !script) return "file";
  try {
    const answer = await fetch(new URL("../lite/lab/index.html", script), { method: "HEAD" });
    return answer.ok ? "there" : "missing";
  } catch {
    return "missing";
  }
}
