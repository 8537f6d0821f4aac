// The stacks of a dump as an icicle: the root on top, each box as wide as its share.

import { hierarchy, partition } from "d3-hierarchy";
import { h } from "../ui/dom.js";
import * as words from "./words.js";

/** @import { HierarchyRectangularNode } from "d3-hierarchy" */
/** @import { Dump, Frame, Group } from "./asking.js" */

/** @typedef {{frame: Frame | null, children: Node[], own: number}} Node */

const ROW_REM = 1.75;
const DEEPEST = 40; // rows; what is deeper is in the table
const NARROWEST = 0.002; // of the width: a box that nobody can see is not made

/**
 * The groups as a tree of frames, outermost at the root.
 * @param {Group[]} groups
 */
export function tree(groups) {
  /** @type {Node} */
  const root = { frame: null, children: [], own: 0 };
  /** @type {Map<Node, Map<string, Node>>} */
  const known = new Map();
  for (const group of groups) {
    let node = root;
    for (const frame of [...group.frames].reverse().slice(0, DEEPEST)) {
      const children = known.get(node) ?? new Map();
      known.set(node, children);
      const key = `${frame.function}\n${frame.file}:${frame.line}`;
      let next = children.get(key);
      if (!next) {
        next = { frame, children: [], own: 0 };
        children.set(key, next);
        node.children.push(next);
      }
      node = next;
    }
    node.own += group.count;
  }
  return root;
}

/**
 * The picture, and under it in words what a box is. `chosen(text)` is called with a box's function.
 * @param {Dump} dump
 * @param {(text: string) => void} chosen
 */
export function icicle(dump, chosen) {
  const counted = hierarchy(tree(dump.groups)).sum((node) => node.own);
  const sorted = counted.sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laid = /** @type {typeof partition<Node>} */ (partition)()(sorted);
  const seen = laid.descendants().filter((node) => node.x1 - node.x0 >= NARROWEST);
  const rows = Math.max(...seen.map((node) => node.depth)) + 1;
  const label = "The stacks as an icicle; the groups above have the same numbers.";
  const stage = h("div", { class: "stage", role: "img", "aria-label": label });
  stage.style.height = `${rows * ROW_REM}rem`;
  stage.append(...seen.map((node) => box(node, dump.total, chosen)));
  const says =
    "A box is a line of code, as wide as its share of the goroutines; what it calls hangs below it. Press one to see its groups.";
  return h("figure", {}, stage, h("figcaption", { class: "small" }, says));
}

/**
 * @param {HierarchyRectangularNode<Node>} node
 * @param {number} total
 * @param {(text: string) => void} chosen
 */
function box(node, total, chosen) {
  const { frame } = node.data;
  const count = node.value ?? 0;
  const share = `${words.goroutines(count)}, ${((100 * count) / (total || 1)).toFixed(1)} %`;
  const title = frame ? `${frame.function}\n${frame.file}:${frame.line}\n${share}` : share;
  const label = frame
    ? [h("b", {}, words.shortName(frame.function)), " ", h("span", {}, words.place(frame))]
    : [h("b", {}, words.goroutines(total))];
  const element = h(
    "div",
    { class: "box", title, onclick: () => chosen(frame?.function ?? "") },
    ...label,
  );
  element.style.left = `${100 * node.x0}%`;
  element.style.width = `${100 * (node.x1 - node.x0)}%`;
  element.style.top = `${node.depth * ROW_REM}rem`;
  return element;
}
