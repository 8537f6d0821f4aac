// The stacks of a profile as an icicle: the root on top, each box as wide as its share of the
// tasks, what it called below it. d3-hierarchy lays it out, in shares of the width.

import { hierarchy, partition } from "d3-hierarchy";
import { h } from "../ui/dom.js";
import { percent, tasks, WORDS } from "./words.js";

const ORDER = Object.keys(WORDS);
const ROW_REM = 1.75;

/** The groups as a tree of frames, outermost at the root. A node keeps the groups above which it hangs. */
function tree({ groups }) {
  const root = { children: [], groups };
  for (const group of groups) {
    let node = root;
    for (const frame of [...group.stack].reverse()) {
      let next = node.children.find((child) => child.frame === frame);
      if (!next) node.children.push((next = { frame, children: [], groups: [] }));
      next.groups.push(group);
      node = next;
    }
    node.own = (node.own || 0) + group.count;
  }
  return root;
}

const first = (node) => Math.min(...node.data.groups.map((group) => ORDER.indexOf(group.role)));
const name = (node) => node.data.frame?.function ?? "";

/** Roles keep their sides while time goes on, so that one can watch a stack grow. */
const bySide = (a, b) => first(a) - first(b) || (name(a) < name(b) ? -1 : 1);

export class Icicle {
  /** `chosen(group)` is called when a box is clicked: with the largest group that it stands for. */
  constructor(looks, chosen) {
    this.looks = looks;
    this.chosen = chosen;
    this.stage = h("div", { class: "stage", role: "img" });
    this.stage.setAttribute(
      "aria-label",
      "The stacks as an icicle; the table has the same numbers.",
    );
    const says =
      "A box is a line of code, as wide as its share of the tasks; what it calls hangs below it.";
    this.element = h("figure", {}, this.stage, h("figcaption", { class: "small" }, says));
    this.rows = 0;
  }

  show(profile) {
    const laid = partition()(
      hierarchy(tree(profile))
        .sum((node) => node.own || 0)
        .sort(bySide),
    );
    this.rows = Math.max(this.rows, laid.height + 1); // it grows, but does not jump back
    this.stage.style.height = `${this.rows * ROW_REM}rem`;
    this.boxes = laid.descendants().map((node) => [node.data, this.box(node, profile.total)]);
    this.stage.replaceChildren(...this.boxes.map(([, box]) => box));
  }

  box(node, total) {
    const { frame, groups } = node.data;
    const roles = new Set(groups.map((group) => group.role));
    const role = frame && roles.size === 1 ? groups[0].role : "mixed";
    const look = this.looks[role];
    const label = frame
      ? [h("b", {}, frame.short), h("span", {}, frame.place)]
      : [h("b", {}, tasks(total))];
    if (look) label.unshift(h("i", {}, look.icon));
    const share = `${tasks(node.value)}, ${percent(node.value, total)}`;
    const title = frame ? `${frame.function}\n${frame.file}:${frame.line}\n${share}` : share;
    const box = h("div", { class: "box", title, onclick: () => this.chosen(groups[0]) }, ...label);
    if (look) box.style.setProperty("--fill", look.fill);
    box.style.left = `${100 * node.x0}%`;
    box.style.width = `${100 * (node.x1 - node.x0)}%`;
    box.style.top = `${node.depth * ROW_REM}rem`;
    return box;
  }

  /** Mark the boxes that the stack of `group` goes through. */
  mark(group) {
    for (const [{ groups }, box] of this.boxes) box.classList.toggle("on", groups.includes(group));
  }
}
