// A request's story as it comes from Python (leaklab.labs.request_story), its numbers put in words.

/** @import { StoryAnswer, StoryData } from "../made/wire.js" */

/**
 * `t` in s; `line` of the handler's file. A message goes from lane to lane, or to nobody.
 * @typedef {{sender: string, receiver: string, label: string}} Message
 * @typedef {{t: number, task: string, state: string, line: number, says: string, message: Message | null}} Step
 */

/**
 * An answer's steps, each with its words and its message, as objects.
 * @param {StoryAnswer} answer
 * @param {Pick<StoryData, "tasks" | "states" | "kinds">} data
 * @returns {Step[]}
 */
export function expandStory({ times, steps }, { tasks, states, kinds }) {
  return steps.map(([time, task, state, line, kind]) => {
    const [says, sender, receiver, label] = kinds[kind];
    const message = sender && receiver ? { sender, receiver, label: label ?? "" } : null;
    return { t: times[time], task: tasks[task], state: states[state], line, says, message };
  });
}

/** A stretch of time in which a task is in one state: from `t` to `end`, since step `i`. */
/** @typedef {Step & {i: number, end: number}} Stretch */

/**
 * The stretches of `task`, up to `until` at most.
 * @param {Step[]} steps
 * @param {string} task
 * @param {number} until
 * @returns {Stretch[]}
 */
export function stretches(steps, task, until) {
  const own = steps.map((step, i) => ({ ...step, i })).filter((step) => step.task === task);
  const turns = own.filter((step, n) => step.state !== own[n - 1]?.state);
  return turns
    .map((turn, n) => ({ ...turn, end: turns[n + 1]?.t ?? until }))
    .filter(({ t, end, state }) => state !== "ended" && end > t);
}

/**
 * The step at which `task` stands once step `at` is shown; nothing once it has ended.
 * @param {Step[]} steps
 * @param {string} task
 * @param {number} at
 */
export function standing(steps, task, at) {
  const own = steps.slice(0, at + 1).filter((step) => step.task === task);
  const step = own[own.length - 1];
  return step?.state === "ended" && step !== steps[at] ? undefined : step;
}
