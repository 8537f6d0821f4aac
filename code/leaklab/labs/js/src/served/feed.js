// What the server sends of itself: a frame for each sample, as the leak lab's live mode has them.

/** @import { Frame, Told } from "../made/wire.js" */
/** @import { Channel } from "../engines/engine.js" */
/** @import { Settings } from "./turning.js" */

/**
 * A frame of a real server: its knobs, the memory of its process, and which server it is.
 * @typedef {Frame & {knobs: Settings, memory_mb: number | null, server: string}} ServedFrame
 */

const LIVE = "/leaklab/live";

/**
 * Follow the server until closed. The browser asks again by itself where the line was lost.
 * @param {{frame(frame: ServedFrame): void, lost(): void}} hearer
 * @returns {Channel}
 */
export function follow(hearer) {
  const source = new EventSource(LIVE);
  source.onmessage = ({ data }) => hearer.frame(JSON.parse(data));
  source.onerror = () => hearer.lost();
  return { tell: (/** @type {Told} */ _message) => {}, close: () => source.close() };
}
