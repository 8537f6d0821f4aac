// What a browser can do, judged: a line each, with what to do in plain words. Pure: no page.

/**
 * `state`: "ok", "fix" (something that a participant needs is not there), "note" (it will do).
 * @typedef {{name: string, state: "ok" | "fix" | "note", what: string, fix: string}} Finding
 */

/**
 * What probes.js saw of this browser and of this copy of the book.
 * @typedef {Object} Facts
 * @property {boolean} file opened from a file, not from an address
 * @property {boolean} secure https, or this very machine: where browsers keep more
 * @property {boolean} wasm
 * @property {boolean} workers
 * @property {boolean} inflate DecompressionStream
 * @property {"kept" | "full" | "forbidden"} storage
 * @property {boolean} caches whether what was loaded can be kept
 * @property {number} width CSS pixels
 * @property {string | null} room what the room's own script set; null without a room
 */

const BROWSERS = "take a current Firefox, Chrome, Edge or Safari";
const NARROWEST = 320;
const COMFORT = 360;

/** @param {string} name @param {string} what @returns {Finding} */
const ok = (name, what) => ({ name, state: "ok", what, fix: "" });
/** @param {string} name @param {string} what @param {string} fix @returns {Finding} */
const needs = (name, what, fix) => ({ name, state: "fix", what, fix });
/** @param {string} name @param {string} what @param {string} fix @returns {Finding} */
const note = (name, what, fix) => ({ name, state: "note", what, fix });

const STORAGE = {
  kept: ok("storage", "What you bet and answer is kept in this browser."),
  full: needs(
    "storage",
    "This browser's room for the book is full.",
    "Save what you want to keep on the page Your bets, then erase it there.",
  ),
  forbidden: needs(
    "storage",
    "This browser keeps nothing for the book: what you bet is gone when the page is closed.",
    "Allow this address to keep data in the browser's settings, or leave the private window.",
  ),
};

/**
 * What can be said without loading anything.
 * @param {Facts} facts
 * @param {string} mb that Python weighs; "" where nobody knows
 * @returns {Finding[]}
 */
export function judged(facts, mb) {
  const { file, secure, wasm, workers, inflate, storage, caches, width, room } = facts;
  const size = mb ? `${mb} MB` : "some MB";
  const found = [
    ok("scripts", "Scripts run."),
    wasm
      ? ok("wasm", "WebAssembly runs: Python can be started in a page.")
      : needs(
          "wasm",
          "WebAssembly is turned off or missing.",
          `To run Python in a page, ${BROWSERS}; Safari's lockdown mode turns it off.`,
        ),
    workers && inflate
      ? ok("workers", "Workers run: Python does not hold up the page.")
      : needs(
          "workers",
          "Workers, or what unpacks their files, are missing.",
          `To run Python in a page, ${BROWSERS}.`,
        ),
    STORAGE[storage],
    widthOf(width),
  ];
  if (file)
    found.push(
      note(
        "address",
        "The book is opened from a folder.",
        "All works here but JupyterLite, which needs an address.",
      ),
    );
  else if (!secure || !caches)
    found.push(
      note(
        "address",
        "This address has no https.",
        `The browser keeps no Python: each page that runs it loads ${size} again. JupyterLite may not start.`,
      ),
    );
  else found.push(ok("address", "The browser may keep Python, so that it is loaded once."));
  found.push(
    room === null
      ? note(
          "room",
          "No room serves this copy.",
          "To join one, open the leader's address. Alone you need none.",
        )
      : ok("room", "A room serves this copy."),
  );
  return found;
}

/** @param {number} width */
function widthOf(width) {
  const what = `The window is ${Math.round(width)} px wide`;
  if (width >= COMFORT) return ok("width", `${what}.`);
  if (width >= NARROWEST) return note("width", `${what}.`, "It will do; turn a phone to see more.");
  return needs(
    "width",
    `${what}, which is too narrow for the labs.`,
    "Turn the phone, or zoom out.",
  );
}

/**
 * What came of starting Python: how long it took, and what it counted.
 * @param {{ms: number, started: number, left: number}} ran
 * @returns {Finding}
 */
export function python({ ms, started, left }) {
  const said = `Python started and ran ${started} requests in ${seconds(ms)}: ${left} tasks stay parked.`;
  if (left <= 0) {
    return needs(
      "python",
      `Python ran, and counted ${left} parked tasks, not ${started}.`,
      "Tell the leader: the book's files may be mixed.",
    );
  }
  return ms > 20_000
    ? note("python", said, "It is slow here; close other tabs, or watch on the leader's screen.")
    : ok("python", said);
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {string} why @returns {Finding} */
export const noPython = (why) =>
  needs(
    "python",
    `Python does not run in this page: ${why}.`,
    "Bets, numbers and recorded runs work without it. Try again, or take another browser.",
  );

/**
 * Whether JupyterLite is beside this copy of the book.
 * @param {"there" | "missing" | "file"} found
 * @returns {Finding}
 */
export function lite(found) {
  if (found === "there") return ok("lite", "JupyterLite is beside this book.");
  const why =
    found === "file"
      ? "JupyterLite does not run from a folder."
      : "JupyterLite is not beside this book.";
  return note(
    "lite",
    why,
    "Edit handlers in the page, or run the notebooks with a Python of your own.",
  );
}

/** What all of it comes to. @param {Finding[]} found */
export function summary(found) {
  const fixes = found.filter(({ state }) => state === "fix").length;
  if (!fixes) return "This browser has all that you need.";
  return fixes === 1 ? "One thing needs a fix." : `${fixes} things need a fix.`;
}

export const STATES = { ok: "ok", fix: "needs a fix", note: "note" };

/**
 * The result as a text for the leader.
 * @param {Finding[]} found
 * @param {string} agent the browser's own name for itself
 */
export function asText(found, agent) {
  const lines = found.map(
    ({ state, what, fix }) => `${STATES[state]}: ${[what, fix].filter(Boolean).join(" ")}`,
  );
  return ["Parked Forever, check of a browser", agent, ...lines, ""].join("\n");
}
