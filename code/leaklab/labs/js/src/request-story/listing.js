// A handler's source as its file has it, and on which line each task stands.

import { h } from "../ui/dom.js";
import { key } from "../ui/key.js";
import { standing } from "./data.js";

/** @import { Role } from "../made/roles.js" */
/** @import { StoryData } from "../made/wire.js" */
/** @import { Step } from "./data.js" */

/** @param {string} words */
const hidden = (words) => h("span", { class: "unseen" }, words);

/** @param {string} text */
function line(text) {
  const code = text.trimStart();
  const indent = text.slice(0, text.length - code.length);
  return h("li", {}, h("span", { class: "marks" }), h("code", {}, h("span", {}, indent), code));
}

export class Listing {
  /** @param {Pick<StoryData, "handlers" | "tasks">} data */
  constructor({ handlers, tasks }) {
    this.handlers = handlers;
    this.tasks = tasks;
    this.first = 1;
    this.file = h("figcaption", {});
    this.lines = h("ol", {});
    this.element = h("figure", { class: "listing" }, this.file, this.lines);
  }

  /**
   * Show the source of the handler called `name`.
   * @param {string} name
   */
  open(name) {
    const { file, first, text } = this.handlers[name];
    this.file.textContent = file;
    this.first = first;
    this.lines.setAttribute("start", String(first));
    this.lines.replaceChildren(...text.split("\n").map(line));
  }

  /**
   * Mark where each task stands at step `at`. A task that has ended stands nowhere.
   * @param {Step[]} steps
   * @param {number} at
   */
  show(steps, at) {
    for (const line of this.lines.children) {
      line.removeAttribute("class");
      line.children[0].replaceChildren();
    }
    for (const task of this.tasks) {
      const step = standing(steps, task, at);
      if (!step) continue;
      const role = /** @type {Role} */ (step.state === "parked" ? "parked" : task);
      const line = this.lines.children[step.line - this.first];
      line.children[0].append(key(role), hidden(`${task} ${step.state} here: `));
      line.classList.add("on");
      line.classList.toggle("acts", step === steps[at]);
    }
  }
}
