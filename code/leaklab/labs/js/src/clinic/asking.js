// What the clinic asks of the page's Python, in a worker of its own that can be ended.

import { endPython, openPython } from "../engines/page.js";

/** @import { Progress } from "../engines/worker-messages.js" */

/** A file that a reader gave. @typedef {{name: string, blob: Blob, changed: number | null}} Given */

/**
 * A frame of a stack, as Python sends it.
 * @typedef {{function: string, file: string, line: number}} Frame
 */

/** A guide's entry. @typedef {{id: string, title: string, what: string, versions: string, now: string, later: string, sources: string[], chapter: string}} Entry */

/**
 * @typedef {{count: number, state: string, minutes: {least: number, median: number, most: number} | null,
 *   frames: Frame[], telling: number, created_by: Frame | null, labels: Record<string, number>,
 *   marks: string[], elided: number, ids: number[], kind: string, title: string,
 *   reasons: string[], guide: Entry | null}} Group
 */

/** @typedef {{name: string, form: string, total: number, stated: number | null, missing: number, taken: string | null, notes: string[], groups: Group[]}} Dump */

/** @typedef {{counts: number[], growth: number, per_minute: number | null, rises: boolean, state: string, frames: Frame[], telling: number}} Change */

/** @typedef {{minutes: number | null, notes: string[], changes: Change[]}} Growth */

/** @typedef {{dumps: Dump[], growth: Growth | null, ticket: string, refused: string[]}} Answer */

export const MOST_MB = 64; // of all files together: base64 of more would not fit into a string
const MODULE = "leaklab.labs.clinic";
const PACKED = 0x1f; // a gzip begins so; a bare profile.proto with 0x0a
const BARE = 0x0a;

let numbers = 0;

/** @param {number} bytes */
export const megabytes = (bytes) =>
  bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Why these files are not taken, in words; "" when they are.
 * @param {Given[]} files
 */
export function tooMuch(files) {
  const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
  if (bytes <= MOST_MB * 1e6) return "";
  return `${megabytes(bytes)} are too much for a page; at most ${MOST_MB} MB together. \`leaklab read\` takes larger files.`;
}

/**
 * The bytes of a file as base64. Rejects where it cannot be read: a folder, or one that is gone.
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
const base64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ""));
    reader.onerror = () => reject(new Error("it could not be read; is it a folder?"));
    reader.readAsDataURL(blob);
  });

/** @param {Given[]} files */
async function needs(files) {
  for (const { blob } of files) {
    const [first] = new Uint8Array(await blob.slice(0, 1).arrayBuffer());
    if (first === PACKED || first === BARE) return "protobuf.zip";
  }
  return undefined;
}

/**
 * What Python finds in the files. Rejects with an Error whose message says why.
 * @param {Given[]} files
 * @param {boolean} anonymous
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<Answer>}
 */
export async function ask(files, anonymous, onProgress) {
  const worker = await openPython("clinic", onProgress);
  /** @type {{name: string, data: string, modified_ms: number | null}[]} */
  const sent = [];
  for (const { name, blob, changed } of files) {
    const data = await base64(blob).catch((error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    sent.push({ name, data, modified_ms: changed });
  }
  const zip = await needs(files).catch(() => undefined);
  const number = ++numbers;
  return new Promise((resolve, reject) => {
    worker.send(
      { number, clinic: { files: sent, anonymous } },
      {
        hears: (said) => {
          if ("answer" in said) resolve(said.answer);
          else if ("step" in said) onProgress({ share: Number.NaN, words: String(said.step) });
        },
        failed: (_, why) => reject(new Error(why)),
      },
      zip,
      MODULE,
    );
  });
}

/** @param {string} why */
export const stop = (why) => endPython("clinic", why);
