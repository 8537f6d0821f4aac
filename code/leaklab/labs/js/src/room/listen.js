// What the server tells, as it happens: server-sent events, read by fetch, since an EventSource can
// show no token. A line that was lost is taken up again, by each browser after a time of its own.

const FIRST_MS = 500;
const LONGEST_MS = 10000;
const SILENT_MS = 40000; // the server says something every 15 s

/**
 * @typedef {Object} Hearer
 * @property {(state: any) => void} heard
 * @property {(why: string) => void} lost it is tried again
 * @property {(why: string) => void} gone it is not: this token or code counts no more
 */

/**
 * The events in a text, and what is left of it.
 * @param {string} text
 * @returns {{events: {name: string, data: string}[], rest: string}}
 */
export function split(text) {
  const parts = text.split("\n\n");
  const rest = parts.pop() ?? "";
  const events = parts.map((part) => {
    const lines = part.split("\n");
    const field = (/** @type {string} */ name) =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
    return { name: field("event"), data: field("data") };
  });
  return { events: events.filter(({ data }) => data), rest };
}

/**
 * Listen until `signal` aborts.
 * @param {"participant" | "show" | "lead"} role
 * @param {string} token
 * @param {Hearer} hearer
 * @param {AbortSignal} signal
 */
export async function listen(role, token, hearer, signal) {
  let waitMs = FIRST_MS;
  while (!signal.aborted) {
    const { gone, why, heard } = await once(role, token, hearer, signal);
    if (signal.aborted) return;
    if (gone) return hearer.gone(why);
    hearer.lost(why);
    waitMs = heard ? FIRST_MS : Math.min(LONGEST_MS, waitMs * 2);
    await pause(waitMs * (0.5 + Math.random()), signal);
  }
}

/**
 * One connection, to its end.
 * @param {string} role
 * @param {string} token
 * @param {Hearer} hearer
 * @param {AbortSignal} signal
 */
async function once(role, token, hearer, signal) {
  const line = new AbortController();
  const end = () => line.abort();
  signal.addEventListener("abort", end);
  let heard = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silent;
  const alive = () => {
    clearTimeout(silent);
    silent = setTimeout(end, SILENT_MS);
  };
  try {
    alive();
    const headers = { Authorization: `Bearer ${token}` };
    const options = /** @type {const} */ ({ headers, signal: line.signal, cache: "no-store" });
    const answer = await fetch(`/room/events?for=${role}`, options);
    if (!answer.ok || !answer.body) {
      const { error = "" } = await answer.json().catch(() => ({}));
      return { gone: answer.status === 401 || answer.status === 403, why: error, heard };
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      alive();
      const { events, rest } = split(text + value);
      text = rest;
      for (const { name, data } of events) {
        if (name === "gone") return { gone: true, why: "the room was erased", heard };
        heard = true;
        hearer.heard(JSON.parse(data));
      }
    }
  } catch {
    // below
  } finally {
    clearTimeout(silent);
    signal.removeEventListener("abort", end);
    line.abort();
  }
  return { gone: false, why: "", heard };
}

/**
 * Wait, but not longer than until the browser says that there is a network again.
 * @param {number} ms
 * @param {AbortSignal} signal
 */
const pause = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(over, ms);
    addEventListener("online", over);
    signal.addEventListener("abort", over);
    function over() {
      clearTimeout(timer);
      removeEventListener("online", over);
      signal.removeEventListener("abort", over);
      resolve(undefined);
    }
  });
