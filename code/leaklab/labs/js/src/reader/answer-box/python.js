// A line of Python, checked by the very function that the notebook's check calls, in the page's own
// Python (leaklab.book.exercises.grading). What does not come to an end is ended from outside.

import { openPython } from "../../engines/page.js";

/** @import { Progress } from "../../engines/worker-messages.js" */
/** @import { Verdict } from "./judge.js" */

const GRADING = "leaklab.book.exercises.grading";
const LINE_MS = 1500; // for the reader's own line
const JUDGE_MS = 60000; // for the runs that judge it

let numbers = 0;

/**
 * The verdict on `text`. Rejects with an Error whose message says why there is none; when `signal`
 * aborts, Python is ended and begun anew.
 * @param {{id: string, text: string, recorded: any}} grade with what was recorded for its judge
 * @param {(progress: Progress | null) => void} onProgress hears null when the runs begin
 * @param {AbortSignal} signal
 * @returns {Promise<Verdict>}
 */
export async function gradeInPage(grade, onProgress, signal) {
  const worker = await openPython("answers", onProgress);
  onProgress(null);
  const number = ++numbers;
  return new Promise((resolve, reject) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stopped);
    };
    const stop = (/** @type {string} */ why) => {
      settle();
      reject(new Error(why));
      worker.end(why);
      openPython("answers").catch(() => {}); // the next check says why not
    };
    const stopped = () => stop("it was stopped");
    const limit = (/** @type {number} */ ms, /** @type {string} */ what) => {
      clearTimeout(timer);
      timer = setTimeout(() => stop(`${what} took more than ${ms / 1000} s and was stopped`), ms);
    };
    if (signal.aborted) return stopped();
    signal.addEventListener("abort", stopped);
    const sender = {
      hears(/** @type {any} */ said) {
        if (said.step === "line") return limit(LINE_MS, "the line");
        if (said.step === "runs") return limit(JUDGE_MS, "the check");
        settle();
        resolve(said.answer);
      },
      failed(/** @type {number} */ _number, /** @type {string} */ why) {
        settle();
        reject(new Error(why));
      },
    };
    worker.send({ number, grade }, sender, undefined, GRADING);
  });
}
