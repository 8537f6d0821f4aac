// The labs in a notebook, through anywidget: the element asks the live kernel.

import { define } from "./elements.js";
import { Latest } from "./latest.js";

define();

/** Any setting, run by the kernel. */
class KernelEngine {
  constructor(model) {
    this.data = model.get("data");
    this.any = true;
    this.model = model;
    this.asked = 0;
    this.done = null;
    this.latest = new Latest((question, done) => {
      this.done = done;
      model.set("question", { number: ++this.asked, ...question });
      model.save_changes();
    });
    this.answered = () => {
      const { number, ...answer } = model.get("answer");
      if (number === this.asked) this.done(answer);
    };
    model.on("change:answer", this.answered);
  }

  ask(question) {
    return this.latest.ask(question);
  }

  /** Begin a live run; each of its messages goes to `heard`. */
  live(asked, heard) {
    const { model } = this;
    model.on("msg:custom", heard);
    model.send({ open: asked });
    return {
      tell: (message) => model.send({ tell: message }),
      close: () => {
        model.off("msg:custom", heard);
        model.send({ close: true });
      },
    };
  }

  close() {
    this.model.off("change:answer", this.answered);
    this.latest.close();
  }
}

export default {
  render({ model, el }) {
    const lab = document.createElement(model.get("tag"));
    lab.id = model.get("name");
    const engine = new KernelEngine(model);
    lab.start(engine);
    el.append(lab);
    return () => {
      engine.close();
      lab.remove();
    };
  },
};
