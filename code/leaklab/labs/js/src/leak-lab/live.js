// Live mode in the page: the frames of servers that run on (leaklab.labs.leak_lab.live_frames), kept and shown.

import { ROLES } from "../data.js";
import { reducedMotion } from "../ui/theme.js";

const KEPT = 1200; // samples; when there are more, every second one is dropped
const WORDS_MS = 3000; // between two sentences: nobody can listen faster
const CALM_MS = 1000; // between two pictures, for readers who asked for less motion

/** One handler's growing columns, in the form of a run. */
class Growing {
  constructor() {
    this.times = [];
    this.stride = 1;
    this.seen = 0;
    this.run = { columns: { tasks: [] }, outcomes: {}, peak: 0, left: 0 };
    for (const role of ROLES) this.run.columns[role] = [];
  }

  take({ rows, now, outcomes, peak, crash }, order) {
    if (this.provisional) this.drop(this.times.length - 1);
    for (const row of rows) if (this.seen++ % this.stride === 0) this.push(row, order);
    if (this.times.length > KEPT) this.thin();
    this.push(now, order); // this moment; the next frame takes its place
    this.provisional = true;
    Object.assign(this.run, { outcomes, peak, crash });
  }

  push([t_s, ...counts], order) {
    const { columns } = this.run;
    this.provisional = false;
    this.times.push(t_s);
    order.forEach((role, i) => columns[role].push(counts[i]));
    columns.tasks.push(counts.reduce((sum, n) => sum + n, 0));
  }

  all() {
    return [this.times, ...Object.values(this.run.columns)];
  }

  drop(index) {
    for (const column of this.all()) column.splice(index, 1);
  }

  thin() {
    this.stride *= 2;
    for (const column of this.all()) {
      const kept = column.filter((_, i) => i % 2 === 0);
      column.splice(0, column.length, ...kept);
    }
  }
}

export class Live {
  /** Begin at `setting` and `pace`; `shown(live)` is called after each frame, `said(words)` now and then. */
  constructor(engine, setting, pace, { shown, said, failed }) {
    this.order = engine.data.order;
    this.growing = engine.data.handlers.map(() => new Growing());
    this.runs = this.growing.map(({ run }) => run);
    this.lastWords = 0;
    this.frames = 0;
    this.arrived = []; // frames that wait for the next picture
    this.channel = engine.live({ setting, pace }, (frame) => {
      if (frame.error) return failed(frame.error);
      if (this.arrived.push(frame) > 1) return;
      requestAnimationFrame(() => this.paint(shown, said)); // a hidden page holds its server back
    });
  }

  paint(shown, said) {
    if (this.ended) return;
    for (const frame of this.arrived.splice(0)) {
      this.frames += 1;
      this.frame = frame;
      frame.runs.forEach((run, i) => this.growing[i].take(run, this.order));
      this.channel.tell({ shown: true });
    }
    const now = performance.now();
    if (reducedMotion() && now - (this.lastPicture ?? -Infinity) < CALM_MS) return;
    this.lastPicture = now;
    shown(this);
    if (this.frame.full || now - this.lastWords > WORDS_MS) {
      this.lastWords = now;
      said(this);
    }
  }

  /** Where the time axis ends: twice as far whenever the run has come to its end. */
  get end() {
    let end = 10;
    while (end < this.frame.t_s) end *= 2;
    return end;
  }

  tell(message) {
    this.channel.tell(message);
  }

  close() {
    this.ended = true;
    this.channel.close();
  }
}
