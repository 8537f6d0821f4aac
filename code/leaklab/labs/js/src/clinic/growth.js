// What changed between two or more dumps, as a table.

import { h } from "../ui/dom.js";
import * as words from "./words.js";

/** @import { Change, Dump, Growth } from "./asking.js" */

const SHOWN = 100;

/**
 * @param {Growth} growth
 * @param {Dump[]} dumps
 */
export function growthTable(growth, dumps) {
  const total = dumps[dumps.length - 1].total - dumps[0].total;
  const span = growth.minutes ? ` in ${growth.minutes.toFixed(1)} minutes` : "";
  const said = `${words.signed(total)} in all${span}; ${growth.changes.length} stacks changed.`;
  const notes = growth.notes.map((note) => h("li", {}, note));
  const states = growth.changes.some(({ state }) => state);
  const heads = ["Grew by", "From dump to dump", ...(states ? ["State"] : []), "Stands at"];
  return h(
    "section",
    { class: "growth" },
    h("h2", {}, "What changed"),
    h("p", {}, said),
    notes.length ? h("ul", { class: "notes" }, ...notes) : "",
    h(
      "div",
      { class: "wide", tabindex: 0, role: "region", "aria-label": "What changed" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, ...growth.changes.slice(0, SHOWN).map((each) => row(each, states))),
      ),
    ),
  );
}

/** @param {Change} change @param {boolean} states */
function row(change, states) {
  const frame = words.telling(change);
  return h(
    "tr",
    { class: change.growth > 0 ? "grew" : false },
    h("td", { class: "number" }, words.signed(change.growth)),
    h("td", {}, words.course(change)),
    ...(states ? [h("td", {}, change.state)] : []),
    h("td", {}, words.shortName(frame.function), " ", h("i", {}, words.place(frame))),
  );
}
