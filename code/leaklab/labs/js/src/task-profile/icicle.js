// The stacks of a profile as an icicle: the root on top, each box as wide as its share of the
// tasks, what it called below it. d3-hierarchy lays it out, in shares of the width.

import { hierarchy, partition } from "d3-hierarchy";
import { LOOKS } from "../made/roles.js";
import { h } from "../ui/dom.js";
import { coloured } from "../ui/key.js";
import { percent, SIDES, tasks } from "./words.js";

/** @import { HierarchyNode, HierarchyRectangularNode } from "d3-hierarchy" */
/** @import { Frame, Group, Profile } from "./data.js" */

/**
 * A line of code that stacks go through; the root has no line. `own` tasks stand there.
 * @typedef {{frame: Frame | null, children: Node[], groups: Group[], own: number}} Node
 */

const ROW_REM = 1.75;

/**
 * The groups as a tree of frames, outermost at the root. A node keeps the groups above which it
 * hangs.
 * @param {Group[]} groups
 */
export function tree(groups) {
  /** @type {Node} */
  const root = { frame: null, children: [], groups, own: 0 };
  for (const group of groups) {
    let node = root;
    for (const frame of [...group.stack].reverse()) {
      let next = node.children.find((child) => child.frame === frame);
      if (!next) {
        next = { frame, children: [], groups: [], own: 0 };
        node.children.push(next);
      }
      next.groups.push(group);
      node = next;
    }
    node.own += group.count;
  }
  return root;
}

/** @param {HierarchyNode<Node>} node */
const first = ({ data }) => Math.min(...data.groups.map(({ role }) => SIDES.indexOf(role)));
/** @param {HierarchyNode<Node>} node */
const name = ({ data }) => data.frame?.function ?? "";

/**
 * Roles keep their sides while time goes on, so that one can watch a stack grow.
 * @param {HierarchyNode<Node>} a
 * @param {HierarchyNode<Node>} b
 */
const bySide = (a, b) => first(a) - first(b) || (name(a) < name(b) ? -1 : 1);

export class Icicle {
  /** @type {[Node, HTMLElement][]} */
  #boxes = [];
  #rows = 0;

  /**
   * `chosen(group)` is called when a box is clicked: with the largest group that it stands for.
   * @param {(group: Group) => void} chosen
   */
  constructor(chosen) {
    this.chosen = chosen;
    const label = "The stacks as an icicle; the table has the same numbers.";
    this.stage = h("div", { class: "stage", role: "img", "aria-label": label });
    const says =
      "A box is a line of code, as wide as its share of the tasks; what it calls hangs below it.";
    this.element = h("figure", {}, this.stage, h("figcaption", { class: "small" }, says));
  }

  /** @param {Pick<Profile, "groups" | "total">} profile */
  show({ groups, total }) {
    const counted = hierarchy(tree(groups)).sum((node) => node.own);
    const laid = /** @type {typeof partition<Node>} */ (partition)()(counted.sort(bySide));
    this.#rows = Math.max(this.#rows, laid.height + 1); // it grows, but does not jump back
    this.stage.style.height = `${this.#rows * ROW_REM}rem`;
    this.#boxes = laid.descendants().map((node) => [node.data, this.#box(node, total)]);
    this.stage.replaceChildren(...this.#boxes.map(([, box]) => box));
  }

  /**
   * @param {HierarchyRectangularNode<Node>} node
   * @param {number} total
   */
  #box(node, total) {
    const { frame, groups } = node.data;
    const roles = new Set(groups.map((group) => group.role));
    const [role] = frame && roles.size === 1 ? roles : [null];
    const look = role && role !== "run" ? LOOKS[role] : null;
    const words = frame
      ? [h("b", {}, frame.short), h("span", {}, frame.place)]
      : [h("b", {}, tasks(total))];
    const label = look ? [h("i", {}, look.icon), ...words] : words;
    const share = `${tasks(node.value ?? 0)}, ${percent(node.value ?? 0, total)}`;
    const title = frame ? `${frame.function}\n${frame.file}:${frame.line}\n${share}` : share;
    const box = h("div", { class: "box", title, onclick: () => this.chosen(groups[0]) }, ...label);
    if (role && role !== "run") {
      coloured(box, role).classList.add("hatched", role);
      box.dataset.role = role;
    }
    box.style.left = `${100 * node.x0}%`;
    box.style.width = `${100 * (node.x1 - node.x0)}%`;
    box.style.top = `${node.depth * ROW_REM}rem`;
    return box;
  }

  /**
   * Mark the boxes that the stack of `group` goes through.
   * @param {Group} group
   */
  mark(group) {
    for (const [{ groups }, box] of this.#boxes) box.classList.toggle("on", groups.includes(group));
  }
}
