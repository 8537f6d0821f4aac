// What a request's story says at a step.

import { plain } from "../data.js";

/** @import { Step } from "./data.js" */

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
