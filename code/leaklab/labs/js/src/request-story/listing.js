// A handler's source as its file has it, and on which line each task stands.

import { h } from "../ui/dom.js";

const hidden = (words) => h("span", { class: "unseen" }, words);

export class Listing {
  constructor({ handlers, looks, tasks }) {
    Object.assign(this, { handlers, looks, tasks });
    this.file = h("figcaption", {});
    this.lines = h("ol", {});
    this.element = h("figure", { class: "listing" }, this.file, this.lines);
  }

  /** Show the source of the handler called `name`. */
  open(name) {
    const { file, first, text } = this.handlers[name];
    this.file.textContent = file;
    this.first = first;
    this.lines.setAttribute("start", first);
    this.lines.replaceChildren(
      ...text.split("\n").map((line) => {
        const [, indent, code] = line.match(/^( *)(.*)$/);
        return h(
          "li",
          {},
          h("span", { class: "marks" }),
          h("code", {}, h("span", {}, indent), code),
        );
      }),
    );
  }

  /** Mark where each task stands at step `at`. A task that has ended stands nowhere. */
  show(steps, at) {
    for (const line of this.lines.children) {
      line.removeAttribute("class");
      line.firstChild.replaceChildren();
    }
    for (const task of this.tasks) {
      const step = steps
        .slice(0, at + 1)
        .reverse()
        .find((each) => each.task === task);
      if (!step || (step.state === "ended" && step !== steps[at])) continue;
      const role = step.state === "parked" ? "parked" : task;
      const line = this.lines.children[step.line - this.first];
      const key = h("span", { class: `key ${role}`, "aria-hidden": "true" }, this.looks[role].icon);
      key.style.setProperty("--colour", this.looks[role].colour);
      key.style.setProperty("--fill", this.looks[role].fill);
      line.firstChild.append(key, hidden(`${task} ${step.state} here: `));
      line.classList.add("on");
      line.classList.toggle("acts", step === steps[at]);
    }
  }
}
