// The recorded engine: runs made when the book was built, one for each combination of stops.

import { expandRun, nearest } from "./data.js";

export const KNOBS = ["latency_s", "rate_per_s", "timeout_s"];

export class RecordedEngine {
  constructor(data) {
    this.data = data;
    this.stops = data.stops;
    this.expanded = new Map();
  }

  /** The setting at the stops nearest to `setting`. */
  snap(setting) {
    const snapped = {};
    for (const knob of KNOBS) snapped[knob] = this.stops[knob][nearest(this.stops[knob], setting[knob])];
    return snapped;
  }

  /** The runs at `setting`, one for each handler, as an array. */
  run(setting) {
    const [latency, rate, timeout] = KNOBS.map((knob) => nearest(this.stops[knob], setting[knob]));
    const { latency_s, rate_per_s } = this.stops;
    const index = (timeout * rate_per_s.length + rate) * latency_s.length + latency;
    return this.expand(`stops ${index}`, this.data.runs[index]);
  }

  /** The runs of the preset called `name`. */
  preset(name) {
    return this.expand(`preset ${name}`, this.data.presets[name].runs);
  }

  expand(key, runs) {
    if (!this.expanded.has(key)) this.expanded.set(key, runs.map(expandRun));
    return this.expanded.get(key);
  }
}
