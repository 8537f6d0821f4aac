// A bench's Python: a worker of its own, for what a reader wrote may never end. It is then ended
// from outside, with its worker. Another one takes its place: it is begun as soon as an answer is long
// in coming, for a browser may let what it ends go on for seconds, with a processor for itself.

import { endPython, openPython } from "../engines/page.js";
import { LONGEST_MS, lateWords, limitFor, UNMEASURED_MS } from "./limit.js";

/** @import { Progress } from "../engines/worker-messages.js" */

const SPARE_MS = 400; // of an answer; then a second worker is begun

/** The worker that is asked, and the one that is to follow it. @type {("bench" | "bench-spare")[]} */
const names = ["bench", "bench-spare"];
let numbers = 0;
let users = 0;
let limitMs = UNMEASURED_MS;
/** The question under way, of whichever bench. @type {Promise<unknown>} */
let last = Promise.resolve();
/** Ends the question under way. @type {((why: string) => void) | null} */
let end = null;

/** Another bench is open: Python may load. */
export function join() {
  users++;
}

/** A bench has closed; the last one ends the workers. */
export function leave() {
  users--;
  if (users) return;
  end?.("the bench was closed");
  for (const name of names) endPython(name, "the bench was closed");
}

/** @param {(progress: Progress) => void} [onProgress] */
export const start = (onProgress) => openPython(names[0], onProgress);

/** End whatever is under way, and begin anew. @param {string} why */
export function stop(why) {
  end?.(why);
}

/**
 * The book's server and the reader's at one setting. The first is no question of the reader's text:
 * it shows how fast this machine is, and so how long the second may take.
 * @param {Record<string, any>} plan
 * @param {Record<string, any>} question
 * @returns {Promise<any>}
 */
export async function askRun(plan, question) {
  const began = performance.now();
  const book = await ask(plan, { ...question, server: "book" }, LONGEST_MS);
  if (!book.runs) return book;
  limitMs = limitFor(performance.now() - began);
  const yours = await ask(plan, { ...question, server: "reader" });
  return yours.runs ? { ...yours, runs: [...book.runs, ...yours.runs] } : yours;
}

/**
 * What Python answers to `question`, or {ended: why} when it was stopped, or could not start. One
 * question is under way at a time, of all the benches in a page.
 * @param {Record<string, any>} plan
 * @param {Record<string, any>} question
 * @param {number} [ms] how long it may take
 * @returns {Promise<any>}
 */
export function ask(plan, question, ms) {
  const answer = last.then(() => send(plan, question, ms ?? limitMs));
  last = answer;
  return answer;
}

/**
 * @param {Record<string, any>} plan
 * @param {Record<string, any>} question
 * @param {number} ms
 */
async function send(plan, question, ms) {
  let worker;
  try {
    worker = await start();
  } catch (error) {
    return { ended: /** @type {Error} */ (error).message };
  }
  return new Promise((resolve) => {
    const settle = (/** @type {any} */ answer) => {
      clearTimeout(timer);
      clearTimeout(spare);
      end = null;
      resolve(answer);
    };
    const timer = setTimeout(() => end?.(lateWords(ms)), ms); // Python is loaded: it is not counted
    const spare = setTimeout(() => openPython(names[1]).catch(() => {}), SPARE_MS);
    end = (why) => {
      worker.end(why);
      names.reverse();
      settle({ ended: why });
      if (users) start().catch(() => {}); // the next run need not wait for it
    };
    const number = ++numbers;
    const message = { number, ask: { tag: "code-bench", plan, question } };
    worker.send(message, {
      hears: (said) => "answer" in said && settle(said.answer),
      failed: (_, why) => settle({ ended: `Python ended: ${why}` }),
    });
  });
}
