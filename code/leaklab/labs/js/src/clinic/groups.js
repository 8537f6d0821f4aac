// The groups of a dump: by what they mean, each with its stack, its verdict, its reasons.

import { h } from "../ui/dom.js";
import * as words from "./words.js";

/** @import { Dump, Entry, Frame, Group } from "./asking.js" */

const SHOWN = 200; // groups of a kind in the page at once

/**
 * All groups that have `text` in them, as a section a kind.
 * @param {Dump} dump
 * @param {string} text
 */
export function groupsOf(dump, text) {
  const kept = dump.groups.filter((group) => words.has(group, text));
  const sections = Object.entries(words.KINDS).map(([kind, title]) => {
    const groups = kept.filter((group) => group.kind === kind);
    return groups.length ? section(kind, title, groups) : "";
  });
  const none = kept.length ? "" : h("p", {}, "No group has this text in its stack or state.");
  return h("div", {}, ...sections, none);
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {Group[]} groups
 */
function section(kind, title, groups) {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const rest = groups.length - SHOWN;
  const head = h("h3", {}, `${title}: ${words.plain(count)}`);
  const list = h("ul", { class: "groups" }, ...groups.slice(0, SHOWN).map(item));
  const more =
    rest > 0 ? h("p", { class: "small" }, `and ${rest} more; look for a text above`) : "";
  return h("section", { class: `kind ${kind}` }, head, list, more);
}

/** @param {Group} group */
function item(group) {
  const frame = words.telling(group);
  const minutes = words.minutes(group);
  const about = [words.state(group), ...(minutes ? [`${minutes} min`] : [])].join(" · ");
  const head = h(
    "summary",
    {},
    h("b", { class: "count" }, words.plain(group.count)),
    h(
      "span",
      { class: "where" },
      words.shortName(frame.function),
      " ",
      h("i", {}, words.place(frame)),
    ),
    h("span", { class: "about" }, about),
  );
  const open = group.kind === "leak" || group.kind === "suspect";
  return h("li", {}, h("details", { open }, head, ...body(group)));
}

/** @param {Group} group */
function body(group) {
  const { guide, reasons, kind } = group;
  const parts = [];
  if (guide && kind !== "unclear") parts.push(story(guide));
  else if (kind === "ordinary") parts.push(h("p", {}, group.title));
  if (reasons.length)
    parts.push(h("ul", { class: "reasons" }, ...reasons.map((each) => h("li", {}, each))));
  const labels = Object.entries(group.labels);
  if (labels.length)
    parts.push(
      h(
        "p",
        { class: "small" },
        `Labels: ${labels.map(([text, n]) => `${n} with ${text}`).join("; ")}`,
      ),
    );
  parts.push(stack(group));
  return parts;
}

/** @param {Entry} entry */
function story(entry) {
  const rows = [
    ["Versions", entry.versions],
    ["Now", entry.now],
    ["Later", entry.later],
  ].filter(([, text]) => text);
  const sources = entry.sources.map((source) =>
    h("a", { href: source }, source.replace(/^https:\/\//, "")),
  );
  return h(
    "div",
    { class: "story" },
    h("p", {}, h("b", {}, entry.title), ". ", entry.what),
    h("dl", {}, ...rows.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])),
    h(
      "p",
      { class: "small" },
      h("a", { href: entry.chapter }, "Read about it in the book"),
      " · ",
      ...join(sources),
    ),
  );
}

/** @param {HTMLElement[]} links */
const join = (links) => links.flatMap((link, at) => (at ? [", ", link] : [link]));

/** @param {Group} group */
function stack({ frames, created_by: creator, telling }) {
  const rows = frames.map((frame, at) => row(frame, at === telling));
  const made = creator ? [h("li", {}, "started by ", ...names(creator))] : [];
  return h("ol", { class: "stack" }, ...rows, ...made);
}

/** @param {Frame} frame @param {boolean} tells */
const row = (frame, tells) => h("li", { class: tells ? "tells" : false }, ...names(frame));

/** @param {Frame} frame */
const names = (frame) => [frame.function, " ", h("i", { title: frame.file }, words.place(frame))];
