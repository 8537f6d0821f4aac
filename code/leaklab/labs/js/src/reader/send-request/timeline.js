// One request's recorded story as a timeline for the eye, in ms: while something moves, the story's
// own clock stands still; between two moments it runs, slowly.

/** @import { SendStep, SendStory } from "../../made/wire.js" */

const TIMEOUT_MS = 2200; // as long as the timeout is drawn out
const MOVE_MS = 700; // a message
const SPAWN_MS = 550; // a task, on its way to its place
const SAY_MS = 500; // a sentence that nothing moves for
const COUNT_MS = 800; // a parked worker is counted
const FADE_MS = 350;

/** @typedef {SendStep & {at: number, until: number}} Beat */
/** @typedef {{from: number, to: number, t0: number, t1: number}} Stretch of running time */
/**
 * @typedef {{
 *   story: SendStory, timeout: number, works: number, beats: Beat[], stretches: Stretch[],
 *   counts: number, ends: number,
 * }} Timeline
 */
/** @typedef {{from: string, to: string, label: string, share: number}} Move */
/** @typedef {{shown: number, state: string}} Part how much of a task is to be seen, and its state */
/**
 * What is to be seen at a moment: `wait` and `work` are shares of the timeout and of the work that
 * are over (null: not going on), `receives` who stands at the channel to receive.
 * @typedef {{
 *   t: number, says: string, tasks: Record<string, Part>, move: Move | null,
 *   wait: number | null, work: number | null, receives: string | null, answered: boolean,
 *   counted: number,
 * }} Pose
 */

const TASKS = ["serving", "worker", "drainer"];

/**
 * @param {SendStory} story
 * @param {number} timeout in virtual seconds
 * @returns {Timeline}
 */
export function timelineOf(story, timeout) {
  let wall = 0;
  let t = 0;
  /** @type {Stretch[]} */
  const stretches = [];
  const beats = story.steps.map((step) => {
    if (step.t_s > t) {
      const to = wall + ((step.t_s - t) / timeout) * TIMEOUT_MS;
      stretches.push({ from: wall, to, t0: t, t1: step.t_s });
      wall = to;
      t = step.t_s;
    }
    const at = wall;
    wall += lasts(step);
    return { ...step, at, until: wall };
  });
  const works = beats.find(({ task, t_s }) => task === "worker" && t_s > 0)?.t_s ?? t;
  const ends = wall + (story.parked ? COUNT_MS : FADE_MS);
  return { story, timeout, works, beats, stretches, counts: wall, ends };
}

/** @param {SendStep} step */
function lasts({ moves, says }) {
  if (moves) return moves[2] ? MOVE_MS : SPAWN_MS;
  return says ? SAY_MS : 0;
}

/**
 * @param {Timeline} line
 * @param {number} wall
 * @returns {Pose}
 */
export function poseAt(line, wall) {
  const { beats, timeout, works, story } = line;
  const t = clockAt(line, wall);
  /** @type {Record<string, Part>} */
  const tasks = {};
  for (const name of TASKS) tasks[name] = partAt(beats, name, wall);
  const { serving, worker, drainer } = tasks;
  const waits = serving.state === "waits";
  const busy = beats.find(({ at, until, moves }) => moves && at <= wall && wall < until);
  const reply = beats.find(({ moves }) => moves?.[1] === "client");
  return {
    t,
    says: beats.filter(({ at, says }) => says && at <= wall).at(-1)?.says ?? "",
    tasks,
    move: busy?.moves ? moving(busy.moves, (wall - busy.at) / (busy.until - busy.at)) : null,
    wait: waits ? t / timeout : null,
    work: worker.state === "runs" && t < works ? t / works : null,
    receives: waits ? "serving" : drainer.shown === 1 ? "drainer" : null,
    answered: reply !== undefined && reply.until <= wall,
    counted: story.parked ? between(line.counts, line.ends, wall) : 0,
  };
}

/**
 * @param {[string, string, string]} moves
 * @param {number} share
 * @returns {Move}
 */
const moving = ([from, to, label], share) => ({ from, to, label, share: eased(share) });

/** @param {number} x */
const eased = (x) => (x < 0.5 ? 2 * x * x : 1 - 2 * (1 - x) ** 2);

/**
 * How far `x` is on its way from `low` to `high`, 0 to 1.
 * @param {number} low
 * @param {number} high
 * @param {number} x
 */
const between = (low, high, x) => Math.min(1, Math.max(0, (x - low) / (high - low)));

/**
 * @param {Timeline} line
 * @param {number} wall
 */
function clockAt({ stretches }, wall) {
  let t = 0;
  for (const { from, to, t0, t1 } of stretches) {
    if (wall > from) t = t0 + (t1 - t0) * between(from, to, wall);
  }
  return t;
}

/**
 * A task is there once the message that brings it has come; a step with a message is done when
 * that has arrived.
 * @param {Beat[]} beats
 * @param {string} name
 * @param {number} wall
 * @returns {Part}
 */
function partAt(beats, name, wall) {
  const came = beats.find(({ moves }) => moves?.[1] === name);
  if (!came || wall < came.until) return { shown: 0, state: "" };
  const done = (/** @type {Beat} */ { at, until, moves }) => (moves ? until : at);
  const last = beats.filter((beat) => beat.task === name && done(beat) <= wall).at(-1);
  const state = last?.state ?? "runs";
  const shown = state === "ended" && last ? 1 - between(0, FADE_MS, wall - last.at) : 1;
  return { shown, state };
}

/**
 * The moments that tell the story in still pictures, one for each sentence: its last message on
 * its way, or its end where nothing, or a task, moves.
 * @param {Timeline} line
 */
export function stillsOf({ beats, ends }) {
  const spoken = beats.filter(({ says }) => says);
  return spoken.map((beat, i) => {
    const next = spoken[i + 1]?.at ?? ends;
    if (i === spoken.length - 1) return ends;
    const sent = beats
      .filter(({ at, until, moves }) => moves?.[2] && at >= beat.at && until <= next)
      .at(-1);
    const spawned = beats.some(({ at, moves }) => moves?.[2] === "" && at >= beat.at && at < next);
    return sent && !spawned ? (sent.at + sent.until) / 2 : next - 1;
  });
}
