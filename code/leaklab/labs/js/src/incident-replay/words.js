// What the replay of the two evenings says: the time of day, the sentence, the values in words.

import { count, plain } from "../data.js";

/** @import { IncidentReplayData, IncidentKnobs } from "../made/wire.js" */
/** @import { Replay } from "./data.js" */

/** How the replay's hours are called; `begins` is the time of day at hour 0, `last` the end. */
export class Clock {
  /**
   * @param {number} begins
   * @param {number} last
   */
  constructor(begins, last) {
    this.begins = begins;
    this.last = last;
  }

  /**
   * The time of day: "19:00".
   * @param {number} hour
   */
  time(hour) {
    const minutes = Math.round((this.begins + hour) * 60) % 1440;
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }

  /**
   * With its day: "19:00 on day 1".
   * @param {number} hour
   */
  moment(hour) {
    if (hour >= this.last) return "the end, midnight";
    return `${this.time(hour)} on day ${1 + Math.floor((this.begins + hour) / 24)}`;
  }

  /**
   * Under an axis: a day's name below its first tick.
   * @param {number} hour
   */
  tick(hour) {
    const day = Math.floor((this.begins + hour) / 24);
    const first = hour === 0 || (this.begins + hour) % 24 === 0;
    return first && hour < this.last ? `${this.time(hour)}\nday ${day + 1}` : this.time(hour);
  }
}

/** @param {number} factor */
export const times = (factor) => `×${plain(factor)}`;

/**
 * What the lab asks for before anything has been turned.
 * @param {Pick<IncidentKnobs, "factor" | "handler">} setting
 * @param {Pick<IncidentReplayData, "threshold">} data
 */
export function ask({ factor, handler }, { threshold }) {
  if (factor < threshold) {
    return `The line is at ${times(factor)}. Drag its knob to the right: where do tasks begin to stay?`;
  }
  return `The line is at ${times(factor)}, the handler is ${handler}. Choose another handler under More.`;
}

/**
 * What the setting does, in numbers of the replay shown.
 * @param {IncidentKnobs} setting
 * @param {Replay} replay
 * @param {Pick<IncidentReplayData, "timeout_s" | "lists">} data
 * @param {Clock} clock
 */
export function sentence(setting, replay, data, clock) {
  return [
    line(setting, replay, data),
    tasks(setting, replay, data),
    restart(setting, replay, clock),
  ].join(" ");
}

/**
 * @param {Pick<IncidentKnobs, "factor">} setting
 * @param {Replay} replay
 * @param {Pick<IncidentReplayData, "timeout_s">} data
 */
function line({ factor }, { slow_s }, { timeout_s }) {
  const than = slow_s >= timeout_s ? "longer than" : "within";
  const takes = `At ${times(factor)} a list takes ${plain(slow_s)} s`;
  return `${takes}, ${than} the server's limit of ${plain(timeout_s)} s.`;
}

/**
 * @param {Pick<IncidentKnobs, "handler">} setting
 * @param {Replay} replay
 * @param {Pick<IncidentReplayData, "lists">} data
 */
function tasks({ handler }, { missed, freed, left, peak }, { lists }) {
  const pulls = missed[missed.length - 1];
  if (!pulls) return "No pull times out, and nothing stays behind.";
  const parked = freed + left;
  if (!parked) {
    return (
      `${count(pulls)} pulls time out, but ${handler} leaves nothing behind: ` +
      `at most ${count(peak)} tasks live at once.`
    );
  }
  return (
    `${count(pulls)} pulls of ${count(lists)} lists time out, and ${handler} parks a task for ` +
    `each list: ${count(parked)} in two evenings.`
  );
}

/**
 * @param {Pick<IncidentKnobs, "restart_h">} setting
 * @param {Replay} replay
 * @param {Clock} clock
 */
function restart({ restart_h }, { freed, left }, clock) {
  if (restart_h >= clock.last) return left ? "Without a restart they stay for ever." : "";
  const when = `The restart at ${clock.moment(restart_h)}`;
  if (!freed) return `${when} finds nothing to free.`;
  const rest = left ? `${count(left)} are parked at the end` : "none is parked at the end";
  return `${when} frees ${count(freed)}; ${rest}.`;
}

/**
 * Two numbers as whole ones, or one where they are the same.
 * @param {number} least
 * @param {number} most
 */
export function range(least, most) {
  const [low, high] = [least, most].map((each) => count(Math.round(each)));
  return low === high ? low : `${low} to ${high}`;
}
