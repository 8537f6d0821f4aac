// The labs in a notebook, through anywidget: the element asks the live kernel.

import { defineEach } from "./define.js";
import { ELEMENTS } from "./elements.js";
import { Answering, kernelEngine, watchKernel } from "./engines/notebook.js";
import { READER_ELEMENTS } from "./reader/elements.js";
import { SendRequest } from "./reader/send-request/send-request.js";
import { startLabs } from "./start-labs.js";
import { h } from "./ui/dom.js";

/** @import { Model } from "./engines/notebook.js" */
/** @import { Lab } from "./lab.js" */

const RECORDED = "These runs are recorded. Run this cell, and the kernel answers every setting.";

// A notebook has few labs and moves while it runs: none waits for its place on the screen.
startLabs(ELEMENTS, () => h("p", { class: "small recorded" }, RECORDED), false);

defineEach(READER_ELEMENTS);
defineEach({ "send-request": SendRequest });

export default {
  /**
   * The kernel has made a lab; in JupyterLab no view is ever asked for.
   * @param {{model: Model}} made
   */
  initialize({ model }) {
    const answering = new Answering(model, document);
    const end = () => {
      unwatch();
      answering.close();
    };
    const unwatch = watchKernel(model, end);
    return end;
  },

  /**
   * A view, where models live only with one (VS Code, Google Colab), and inside of other widgets.
   * @param {{model: Model, el: HTMLElement}} view
   */
  async render({ model, el }) {
    await customElements.whenDefined(model.get("tag"));
    const lab = /** @type {Lab} */ (document.createElement(model.get("tag")));
    lab.id = model.get("name");
    const engine = kernelEngine(model);
    lab.start(engine);
    el.append(lab);
    return () => {
      engine.close();
      lab.remove();
    };
  },
};
