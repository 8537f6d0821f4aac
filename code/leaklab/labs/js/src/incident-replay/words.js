// What the replay of the two evenings says: the time of day, the sentence, the values in words.

import { count, plain } from "../data.js";

/** How the replay's hours are called; `begins` is the time of day at hour 0. */
export class Clock {
  constructor(begins, last) {
    Object.assign(this, { begins, last });
  }

  /** The time of day: "19:00". */
  time(hour) {
    const minutes = Math.round((this.begins + hour) * 60) % 1440;
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }

  /** With its day: "19:00 on day 1". */
  moment(hour) {
    if (hour >= this.last) return "the end, midnight";
    return `${this.time(hour)} on day ${1 + Math.floor((this.begins + hour) / 24)}`;
  }

  /** Under an axis: a day's name below its first tick. */
  tick(hour) {
    const day = Math.floor((this.begins + hour) / 24);
    const first = hour === 0 || (this.begins + hour) % 24 === 0;
    return first && hour < this.last ? `${this.time(hour)}\nday ${day + 1}` : this.time(hour);
  }
}

export const times = (factor) => `×${plain(factor)}`;

/** What the setting does, in numbers of the replay shown. */
export function sentence(setting, replay, data, clock) {
  return [
    line(setting, replay, data),
    tasks(setting, replay, data),
    restart(setting, replay, clock),
  ].join(" ");
}

const timedOut = (replay) => replay.missed[replay.missed.length - 1];

function line({ factor }, replay, { timeout_s }) {
  const late = replay.slow_s >= timeout_s;
  const than = late ? "longer than" : "within";
  return `At ${times(factor)} a list takes ${plain(replay.slow_s)} s, ${than} the server's limit of ${plain(timeout_s)} s.`;
}

function tasks({ handler }, replay, { lists }) {
  const pulls = timedOut(replay);
  if (!pulls) return "No pull times out, and nothing stays behind.";
  const parked = replay.freed + replay.left;
  if (!parked) {
    return (
      `${count(pulls)} pulls time out, but ${handler} leaves nothing behind: ` +
      `at most ${count(replay.peak)} tasks live at once.`
    );
  }
  return (
    `${count(pulls)} pulls of ${count(lists)} lists time out, and ${handler} parks a task for each list: ` +
    `${count(parked)} in two evenings.`
  );
}

function restart({ restart_h }, replay, clock) {
  if (restart_h >= clock.last) return replay.left ? "Without a restart they stay for ever." : "";
  const when = `The restart at ${clock.moment(restart_h)}`;
  if (!replay.freed) return `${when} finds nothing to free.`;
  const rest = replay.left
    ? `${count(replay.left)} are parked at the end`
    : "none is parked at the end";
  return `${when} frees ${count(replay.freed)}; ${rest}.`;
}
