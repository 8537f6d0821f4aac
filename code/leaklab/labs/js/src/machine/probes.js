// What this browser can do, tried without asking anybody for anything.

/** @import { Facts } from "./judged.js" */

const KEY = "parked-forever check";
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]); // the smallest WebAssembly module
const WAIT_MS = 3000;

function wasm() {
  try {
    return new WebAssembly.Module(EMPTY) instanceof WebAssembly.Module;
  } catch {
    return false; // missing, or turned off
  }
}

/** Whether workers may be modules: who knows them reads `type` before it minds the address. */
function moduleWorkers() {
  let asked = false;
  const options = {
    get type() {
      asked = true;
      return /** @type {const} */ ("module");
    },
  };
  try {
    new Worker("https://[", options).terminate(); // no address at all: nothing is loaded
  } catch {
    // as it should
  }
  return asked;
}

/** Whether a worker made of a text starts, which pages from a file need. @returns {Promise<boolean>} */
const blobWorker = () =>
  new Promise((resolve) => {
    try {
      const url = URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" }));
      const worker = new Worker(url);
      const end = (/** @type {boolean} */ runs) => {
        worker.terminate();
        URL.revokeObjectURL(url);
        resolve(runs);
      };
      worker.onmessage = () => end(true);
      worker.onerror = () => end(false);
      setTimeout(() => end(false), WAIT_MS);
    } catch {
      resolve(false);
    }
  });

/** @returns {Facts["storage"]} */
function storage() {
  try {
    localStorage.setItem(KEY, "x".repeat(1000));
    const kept = localStorage.getItem(KEY)?.length === 1000;
    localStorage.removeItem(KEY);
    return kept ? "kept" : "forbidden";
  } catch (error) {
    return /** @type {Error} */ (error).name === "QuotaExceededError" ? "full" : "forbidden";
  }
}

/** What the room's own script has set; null where no room serves the page. */
export const room = () => document.documentElement.dataset.room ?? null;

/** @returns {Promise<Facts>} */
export async function facts() {
  const file = location.protocol === "file:";
  return {
    file,
    secure: isSecureContext,
    wasm: wasm(),
    workers: file ? await blobWorker() : moduleWorkers(),
    inflate: "DecompressionStream" in globalThis,
    storage: storage(),
    caches: "caches" in globalThis,
    width: innerWidth,
    room: room(),
  };
}
