// A handler's source as its file has it, and on which line each task stands.

import { button, h } from "../ui/dom.js";
import { key } from "../ui/key.js";
import { standing } from "./data.js";

/** @import { Role } from "../made/roles.js" */
/** @import { StoryData } from "../made/wire.js" */
/** @import { Step } from "./data.js" */

/** @param {string} words */
const hidden = (words) => h("span", { class: "unseen" }, words);

/**
 * @param {string} text
 * @param {number} number its own: a list does not count what is hidden in it
 */
function line(text, number) {
  const code = text.trimStart();
  const indent = text.slice(0, text.length - code.length);
  return h(
    "li",
    { value: number },
    h("span", { class: "marks" }),
    h("code", {}, h("span", {}, indent), code),
  );
}

const AROUND = 2; // lines on both sides of the one where something happens

/**
 * Which lines are to be seen: the one where something happens with those around it, and each on
 * which a task stands.
 * @param {number} count of all lines
 * @param {number} acts
 * @param {number[]} stands
 */
export function inSight(count, acts, stands) {
  return Array.from(
    { length: count },
    (_, i) => Math.abs(i - acts) <= AROUND || stands.includes(i),
  );
}

export class Listing {
  /**
   * @param {Pick<StoryData, "handlers" | "tasks">} data
   * @param {boolean} whole whether all lines are shown
   */
  constructor({ handlers, tasks }, whole) {
    this.handlers = handlers;
    this.tasks = tasks;
    this.first = 1;
    this.file = h("span", {});
    this.toggle = button("Whole source", () => this.open(!this.whole), { "aria-pressed": whole });
    this.lines = h("ol", {});
    const caption = h("figcaption", {}, this.file);
    const look = { class: whole ? "listing whole" : "listing" };
    this.element = h("figure", look, caption, this.lines, this.toggle);
  }

  get whole() {
    return this.element.classList.contains("whole");
  }

  /** @param {boolean} whole */
  open(whole) {
    this.element.classList.toggle("whole", whole);
    this.toggle.setAttribute("aria-pressed", String(whole));
  }

  /**
   * Take the source of the handler called `name`.
   * @param {string} name
   */
  take(name) {
    const { file, first, text } = this.handlers[name];
    this.file.textContent = file;
    this.first = first;
    this.lines.replaceChildren(...text.split("\n").map((code, i) => line(code, first + i)));
  }

  /**
   * Mark where each task stands at step `at`. A task that has ended stands nowhere.
   * @param {Step[]} steps
   * @param {number} at
   */
  show(steps, at) {
    const lines = [...this.lines.children];
    for (const line of lines) line.children[0].replaceChildren();
    const on = new Set();
    for (const task of this.tasks) {
      const step = standing(steps, task, at);
      if (!step) continue;
      const role = /** @type {Role} */ (step.state === "parked" ? "parked" : task);
      const line = lines[step.line - this.first];
      const mark = key(role);
      mark.dataset.role = role;
      line.children[0].append(mark, hidden(`${task} ${step.state} here: `));
      on.add(step.line - this.first);
    }
    const acts = steps[at].line - this.first;
    const seen = inSight(lines.length, acts, [...on]);
    for (const [i, line] of lines.entries()) {
      line.classList.toggle("on", on.has(i));
      line.classList.toggle("acts", i === acts);
      line.classList.toggle("away", !seen[i]);
      line.classList.toggle("gap", seen[i] && i > 0 && !seen[i - 1]);
    }
  }
}
