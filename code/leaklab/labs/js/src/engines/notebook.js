// A kernel's lab in a notebook: it finds the elements that stand for it, and answers them.
//
// What a cell leaves in the notebook is the element with its recorded runs, as on a static page. A
// widget view would be there in the kernel's lifetime alone: afterwards JupyterLab shows an error in
// its place, and saves it. So the kernel's model comes to the element, not the element from a view.

import { RemoteEngine } from "./remote.js";

/** @import { Transport } from "./remote.js" */

/** Said of a lab by itself, when it has come into the page: an engine may take over. */
export const HERE = "leaklab-here";

/** When the kernel is in one of these states, what it knew is lost. */
const LOST = new Set(["autorestarting", "dead", "restarting", "terminating"]);

/**
 * What of anywidget's model is used here (https://anywidget.dev).
 * @typedef {Object} Model
 * @property {(trait: string) => any} get
 * @property {(message: object) => void} send
 * @property {(event: string, hears: (message: any) => void) => void} on
 * @property {(event: string, hears: (message: any) => void) => void} off
 * @property {any} [widget_manager] the host's own; JupyterLab's knows the notebook
 */

/**
 * What of a lab is used here. Each model brings this script anew, and all elements are of the first
 * one's classes: no `instanceof`, and nothing shared but the document.
 * @typedef {Object} Element
 * @property {string} id
 * @property {string} localName
 * @property {any} data
 * @property {{any: boolean}} next
 * @property {(engine: RemoteEngine) => void} switchTo
 * @property {() => void} fallBack
 */

/**
 * Messages to and from the kernel's side of a widget.
 * @param {Model} model
 * @returns {Transport}
 */
function widget(model) {
  let open = true;
  /** @type {(message: any) => void} */
  let heard = () => {};
  return {
    busy: "The kernel is busy; the answer will come.",
    send: (message) => {
      if (open) model.send(message); // a dead kernel's line throws
    },
    listen: (hears) => {
      heard = hears;
      model.on("msg:custom", heard);
    },
    close: () => {
      open = false;
      model.off("msg:custom", heard);
    },
  };
}

/**
 * An engine of one element: each has a question of its own under way.
 * @param {Model} model
 */
export const kernelEngine = (model) =>
  new RemoteEngine(widget(model), model.get("tag"), model.get("data"));

/** Answers all elements of one lab, in the page or yet to come, until it is closed. */
export class Answering {
  /** @type {Map<Element, RemoteEngine>} */
  #engines = new Map();

  /**
   * @param {Model} model
   * @param {Pick<Document, "querySelectorAll" | "addEventListener" | "removeEventListener">} page
   */
  constructor(model, page) {
    this.model = model;
    this.page = page;
    page.addEventListener(HERE, this.#here);
    for (const each of page.querySelectorAll(model.get("tag")))
      this.#answer(/** @type {any} */ (each));
  }

  #here = (/** @type {Event} */ event) => this.#answer(/** @type {any} */ (event.target));

  /**
   * Take the element over, if it is this lab and no kernel answers it. Notebooks may have labs of
   * the same name: an equal plan makes sure that the answers are right.
   * @param {Element} lab
   */
  #answer(lab) {
    const { model } = this;
    const plan = (/** @type {any} */ data) => JSON.stringify(data?.plan);
    if (lab.localName !== model.get("tag") || lab.id !== model.get("name")) return;
    if (!lab.next || lab.next.any || plan(lab.data) !== plan(model.get("data"))) return;
    const engine = kernelEngine(model);
    this.#engines.set(lab, engine);
    lab.switchTo(engine);
  }

  close() {
    this.page.removeEventListener(HERE, this.#here);
    for (const [lab, engine] of this.#engines) {
      engine.close();
      if (lab.next === engine) lab.fallBack();
    }
    this.#engines.clear();
  }
}

/**
 * Call `lost` once the kernel that `model` belongs to is lost; gives what ends the watch.
 * A notebook may hold the state of widgets whose kernel is long gone: lost from the beginning.
 * @param {Model} model
 * @param {() => void} lost
 */
export function watchKernel(model, lost) {
  const manager = model.widget_manager;
  const id = `parked-forever-${model.get("name")}`; // as leaklab.labs.lab gives it
  const alive = (/** @type {any} */ whole) => whole.comm_live === false && lost();
  manager?.get_model?.(id)?.then(alive, () => {}); // in marimo a model has another id
  const session = manager?.context?.sessionContext; // in JupyterLab, Notebook, JupyterLite
  if (!session) return () => {};
  const status = (/** @type {any} */ _, /** @type {string} */ now) => LOST.has(now) && lost();
  const changed = () => lost();
  session.statusChanged.connect(status);
  session.kernelChanged.connect(changed);
  return () => {
    session.statusChanged.disconnect(status);
    session.kernelChanged.disconnect(changed);
  };
}
