// A bench's Python: a worker of its own, for what a reader wrote may never end. It is then ended
// from outside, with its worker. Another one takes its place: it is begun as soon as an answer is long
// in coming, for a browser may let what it ends go on for seconds, with a processor for itself.

import { endPython, openPython } from "../engines/page.js";

/** @import { Progress } from "../engines/worker-messages.js" */

export const LIMIT_MS = 10_000; // for one answer; chosen
const SPARE_MS = 400; // after that a second worker is begun

/** The worker that is asked, and the one that is to follow it. @type {("bench" | "bench-spare")[]} */
const names = ["bench", "bench-spare"];
let numbers = 0;
let users = 0;
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
 * What Python answers to `question`, or {ended: why} when it was stopped, or could not start. One
 * question is under way at a time, of all the benches in a page.
 * @param {Record<string, any>} plan
 * @param {Record<string, any>} question
 * @returns {Promise<any>}
 */
export function ask(plan, question) {
  const answer = last.then(() => send(plan, question));
  last = answer;
  return answer;
}

/**
 * @param {Record<string, any>} plan
 * @param {Record<string, any>} question
 */
async function send(plan, question) {
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
    const late = `there was no answer in ${LIMIT_MS / 1000} s. Is there a loop that goes round without end?`;
    const timer = setTimeout(() => end?.(late), LIMIT_MS);
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
