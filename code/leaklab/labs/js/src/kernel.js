// The labs in a notebook, through anywidget: the element asks the live kernel for its runs.

import { expandRun } from "./data.js";
import { LeakLab } from "./leak-lab.js";
import { RecordedEngine } from "./recorded.js";

if (!customElements.get("leak-lab")) customElements.define("leak-lab", LeakLab);

/** Any setting, run by the kernel. One question is under way at a time; the latest one waits. */
class KernelEngine extends RecordedEngine {
  constructor(data, model) {
    super(data);
    this.model = model;
    this.asked = 0;
    this.waiting = null;
    this.answer = () => this.take(model.get("answer"));
    model.on("change:answer", this.answer);
  }

  get any() {
    return true;
  }

  run(setting) {
    return new Promise((resolve) => {
      this.waiting?.resolve(null); // a newer question takes its place
      this.waiting = { setting, resolve };
      this.ask();
    });
  }

  ask() {
    if (this.underWay || !this.waiting) return;
    this.underWay = this.waiting;
    this.waiting = null;
    this.model.set("question", { number: ++this.asked, ...this.underWay.setting });
    this.model.save_changes();
  }

  take(answer) {
    if (!this.underWay || answer.number !== this.asked) return;
    const { resolve } = this.underWay;
    this.underWay = null;
    resolve(answer.error ? { error: answer.error } : answer.runs.map(expandRun));
    this.ask();
  }

  close() {
    this.model.off("change:answer", this.answer);
    this.waiting?.resolve(null);
    this.underWay?.resolve(null);
  }
}

export default {
  render({ model, el }) {
    const lab = document.createElement("leak-lab");
    lab.id = model.get("name");
    const engine = new KernelEngine(model.get("data"), model);
    lab.start(engine);
    el.append(lab);
    return () => {
      engine.close();
      lab.remove();
    };
  },
};
