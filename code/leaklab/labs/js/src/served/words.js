// What the page of a real server says.

import { plain } from "../data.js";
import { holding, moment } from "../leak-lab/words.js";

/** @import { Run } from "../data.js" */
/** @import { ServedFrame } from "./feed.js" */
/** @import { Settings } from "./turning.js" */

export const STARTING = "Waiting for the server's first numbers.";
export const LOST =
  "The server does not answer. What is seen is the last that it said; this page goes on when a server is here again.";
export const TOKEN_WANTED =
  "The server printed a token when it began. With it the sliders turn this server's knobs.";

/**
 * @param {string} handler
 * @param {Run} run
 * @param {ServedFrame} frame
 */
export function sentence(handler, run, { t_s, memory_mb, knobs }) {
  const last = run.columns.tasks.length - 1;
  const held = holding(handler, run, last, Number.POSITIVE_INFINITY);
  const memory = memory_mb === null ? "" : ` The process has ${plain(Math.round(memory_mb))} MB.`;
  return `At ${moment(t_s)}. ${held}${memory} ${fate(knobs)}`;
}

/** @param {Settings} knobs */
function fate({ latency, factor, timeout }) {
  const read_s = Number((latency * factor).toPrecision(6));
  const read = `A read of pods takes ${plain(read_s)} s now`;
  if (read_s === timeout) return `${read}, as long as the timeout: a race.`;
  if (read_s < timeout)
    return `${read}, and the timeout is ${plain(timeout)} s: answers come in time.`;
  return `${read}, and the timeout is ${plain(timeout)} s: every list times out.`;
}
