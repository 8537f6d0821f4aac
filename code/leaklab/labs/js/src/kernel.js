// The labs in a notebook, through anywidget: the element asks the live kernel.

import { define } from "./elements.js";
import { RemoteEngine } from "./engines/remote.js";

/** @import { Lab } from "./lab.js" */
/** @import { Transport } from "./engines/remote.js" */

define();

/**
 * What of anywidget's model is used here (https://anywidget.dev).
 * @typedef {Object} Model
 * @property {(trait: string) => any} get
 * @property {(message: object) => void} send
 * @property {(event: string, hears: (message: any) => void) => void} on
 * @property {(event: string, hears: (message: any) => void) => void} off
 */

/**
 * Messages to and from the kernel's side of a widget.
 * @param {Model} model
 * @returns {Transport}
 */
function widget(model) {
  /** @type {(message: any) => void} */
  let heard = () => {};
  return {
    send: (message) => model.send(message),
    listen: (hears) => {
      heard = hears;
      model.on("msg:custom", heard);
    },
    close: () => model.off("msg:custom", heard),
  };
}

export default {
  /** @param {{model: Model, el: HTMLElement}} view */
  render({ model, el }) {
    const tag = model.get("tag");
    const lab = /** @type {Lab} */ (document.createElement(tag));
    lab.id = model.get("name");
    const engine = new RemoteEngine(widget(model), tag, model.get("data"));
    lab.start(engine);
    el.append(lab);
    return () => {
      engine.close();
      lab.remove();
    };
  },
};
