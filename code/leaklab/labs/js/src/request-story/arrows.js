// The messages of a story as arrows between its lanes.

import { svg } from "../ui/dom.js";
import { ink } from "../ui/theme.js";

/** @import { Step } from "./data.js" */

/** An arrow at `x`, from a lane to a lane. */
/** @typedef {{i: number, t: number, x: number, from: number, to: number, receiver: string, label: string}} Arrow */

/** Where each lane is. @type {Record<string, number>} */
export const ROWS = { client: 48, serving: 100, worker: 158, drainer: 216 };
const STUB = 30; // how far a message goes that nobody receives
const BESIDE = 12; // between arrows of the same instant

/**
 * Whether two arrows of one instant would cover each other.
 * @param {Omit<Arrow, "x">} one
 * @param {Omit<Arrow, "x">} other
 */
const meet = (one, other) =>
  one !== other &&
  one.t === other.t &&
  Math.min(one.from, one.to) < Math.max(other.from, other.to) &&
  Math.min(other.from, other.to) < Math.max(one.from, one.to);

/**
 * The arrows of a story. Those of one instant that would cover each other stand side by side, none
 * beyond the timeout.
 * @param {Step[]} steps
 * @param {number} timeout in s
 * @param {(t: number) => number} x where a time is
 * @returns {Arrow[]}
 */
export function arrowsOf(steps, timeout, x) {
  const sent = steps.flatMap(({ t, message }, i) => {
    if (!message) return [];
    const { sender, receiver, label } = message;
    const from = ROWS[sender];
    return [{ i, t, from, to: ROWS[receiver] ?? from - STUB, receiver, label }];
  });
  return sent.map((arrow, n) => {
    const count = (/** @type {typeof sent} */ others) =>
      others.filter((other) => meet(other, arrow)).length;
    const places = arrow.t < timeout ? -count(sent.slice(n)) : count(sent.slice(0, n));
    return { ...arrow, x: x(arrow.t) + BESIDE * places };
  });
}

/**
 * An arrow with its head: a cross where nobody receives, a box where a channel takes it.
 * @param {Arrow} arrow
 * @param {string} when
 */
export function drawn({ x, from, to, receiver }, when) {
  const way = Math.sign(to - from);
  /** @type {Record<string, string>} */
  const heads = {
    nobody: `M${x - 5},${to - 5} l10,10 m0,-10 l-10,10`,
    channel: `M${x - 4},${to - 4} h8 v8 h-8 z`,
  };
  const head = heads[receiver] ?? `M${x - 5},${to - way * 8} L${x},${to} L${x + 5},${to - way * 8}`;
  const d = `M${x},${from} V${to} ${head}`;
  return svg("path", { d, stroke: ink().ink, class: `message ${when}` });
}
