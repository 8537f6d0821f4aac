// What a bench asks of Python: whether it can be asked, what it answered, and why it did not.

import { refusal } from "../engines/page.js";
import * as python from "./python.js";

/**
 * Words for the status line, when there is nothing to show: it was refused, stopped, or the text is
 * at fault. `place` is then the fault's, and what was printed before it; a stop ends all marks.
 * @typedef {{words: string, place?: {line: number | null, printed: string}, stopped?: boolean}} Failure
 */

/** An answer to show, or why there is none. @typedef {{answer: any} | {failure: Failure}} Reply */

const LONGEST = 50_000; // characters, as in leaklab.book.code_bench.reader_code

/**
 * Ask Python about `source`, unless that can be refused at once.
 * @param {Record<string, any>} plan
 * @param {string} source
 * @param {Record<string, any>} question
 * @param {() => void} begins it was not refused: it is asked now
 * @returns {Promise<Reply>}
 */
export async function ask(plan, source, question, begins) {
  const why = refusal();
  if (why) return failed(`It cannot be run here: ${why}.`);
  if (source.length > LONGEST) {
    return failed(`Your text has ${source.length} characters; a bench takes ${LONGEST} at most.`);
  }
  begins();
  const answer = await ("judge" in question ? python.ask : python.askRun)(plan, {
    source,
    ...question,
  });
  const { ended, error, fault, line, printed } = answer;
  if (ended) return failed(stopWords(ended), { stopped: true });
  if (error) return failed(error);
  if (fault) return failed(fault, { place: { line, printed } });
  return { answer };
}

/**
 * Ask the judge, a trial at a time: so each has the limit for itself. Its last answer, which has
 * the verdict; null as soon as a trial had none.
 * @param {(words: string, question: Record<string, any>, share: number) => Promise<any>} askOne
 */
export async function askJudge(askOne) {
  let broken = {};
  let answer;
  for (let number = 0; !answer?.verdict; number++) {
    const share = number / (answer?.of ?? 1);
    const words = answer ? `The judge: ${number} of ${answer.of} runs` : "The judge";
    answer = await askOne(words, { judge: number, broken }, share);
    if (!answer) return null;
    broken = answer.broken;
  }
  return answer;
}

/**
 * @param {string} words
 * @param {Omit<Failure, "words">} [more]
 * @returns {Reply}
 */
const failed = (words, more) => ({ failure: { words, ...more } });

/** @param {string} why */
const stopWords = (why) =>
  `Stopped: ${why} Your text is as it was.`.replace(/([^.?])( Your text)/, "$1.$2");
