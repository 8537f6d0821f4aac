// What a request's story says at a step.

import { plain } from "../data.js";

/** @import { Step } from "./data.js" */

/** What the lab asks for before a step has been taken. */
export const ASK = "Press Next, or the right arrow key, and follow the request step by step. ";

/**
 * The sentence under the lanes.
 * @param {Step} step
 */
export const sentence = ({ t, line, says }) => `At ${plain(t)} s, line ${line}. ${says}`;

/**
 * The step in the list of all.
 * @param {Step} step
 */
export const inWords = ({ t, task, line, says }) => `${plain(t)} s, ${task}, line ${line}. ${says}`;
