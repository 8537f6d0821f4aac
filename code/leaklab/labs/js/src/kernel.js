// The labs in a notebook, through anywidget: the element asks the live kernel.

import { define } from "./elements.js";
import { Latest } from "./engines/latest.js";

define();

/** Any setting, run by the kernel. */
class KernelEngine {
  constructor(model) {
    this.data = model.get("data");
    this.any = true;
    this.model = model;
    this.asked = 0;
    this.done = null;
    this.liveHears = null;
    this.latest = new Latest((question, done) => {
      this.done = done;
      model.send({ ask: question, number: ++this.asked });
    });
    this.heard = ({ number, answer, live }) => {
      if (live) this.liveHears?.(live);
      else if (number === this.asked) this.done(answer);
    };
    model.on("msg:custom", this.heard);
  }

  ask(question) {
    return this.latest.ask(question);
  }

  /** Begin a live run; each of its messages goes to `hears`. */
  live(asked, hears) {
    const { model } = this;
    this.liveHears = hears;
    model.send({ open: asked });
    return {
      tell: (message) => model.send({ tell: message }),
      close: () => {
        this.liveHears = null;
        model.send({ close: true });
      },
    };
  }

  close() {
    this.model.off("msg:custom", this.heard);
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
