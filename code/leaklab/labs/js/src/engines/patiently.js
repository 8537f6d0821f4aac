// An answer may take its time: a recorded one is there at once, a kernel may be busy.

const BUSY_MS = 1500; // without an answer: then it is said that one will come

/**
 * The answer; `late` is called if it takes so long that the reader should hear of it.
 * @template A
 * @param {Promise<A>} answer
 * @param {() => void} late
 */
export async function patiently(answer, late) {
  const waiting = setTimeout(late, BUSY_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(waiting);
  }
}
