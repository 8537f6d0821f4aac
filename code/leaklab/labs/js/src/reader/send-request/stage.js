// The picture: a row for each request that is on its way, with the client on the left, the channel
// between the serving task and its worker, and on the right those that are left behind.
// For the eye: the sentences beside it tell the same.

import { count } from "../../data.js";
import { LOOKS, ROLES } from "../../made/roles.js";
import { svg } from "../../ui/dom.js";
import { pattern } from "../../ui/hatch.js";
import { HEIGHT, MARK, Places, ROWS } from "./places.js";
import { Row, see, set } from "./row.js";

/** @import { MachinePlot } from "./plot.js" */

export class Stage {
  /** @param {MachinePlot} plot */
  constructor(plot) {
    this.plot = plot;
    this.places = new Places(600);
    this.rows = Array.from({ length: ROWS }, (_, i) => new Row(i));
    this.heads = svg("g", { class: "heads" });
    this.count = svg("text", { class: "count", y: 62 });
    this.pile = svg("path", { class: "mark" });
    this.fence = svg("path", { class: "fence" });
    this.ground = svg("rect", { class: "ground", y: 0.5, height: HEIGHT - 1, rx: 8 });
    this.lanes = svg("g", {}, this.heads, ...this.rows.map(({ element }) => element));
    const behind = svg("g", {}, this.fence, this.count, this.pile);
    this.behind = svg("text", { y: 16 });
    behind.prepend(this.behind);
    this.element = svg(
      "svg",
      { class: "stage", "aria-hidden": "true", height: HEIGHT },
      svg("defs", {}, ...ROLES.map(pattern)),
      ...[this.ground, this.lanes, plot.element, behind],
    );
    this.left(0);
    this.turnTo("requests");
  }

  /** @param {"requests" | "machine"} what */
  turnTo(what) {
    see(this.lanes, what === "requests");
    see(this.ground, what === "requests");
    see(this.plot.element, what === "machine");
  }

  /** @param {number} width */
  fit(width) {
    if (width === this.places.width) return;
    this.places = new Places(width);
    const { client, serving, channel, worker, pile, lanes } = this.places;
    set(this.element, { viewBox: `0 0 ${width} ${HEIGHT}` });
    for (const row of this.rows) row.place(this.places);
    const head = (
      /** @type {number} */ x,
      /** @type {string} */ words,
      /** @type {string} */ role,
    ) => {
      const look = role && LOOKS[/** @type {keyof typeof LOOKS} */ (role)];
      const icon = look ? [svg("tspan", { class: `icon ${role}` }, look.icon), " "] : [];
      return svg("text", { x, y: 16, "text-anchor": "middle" }, ...icon, words);
    };
    this.heads.replaceChildren(
      head(client, "client", ""),
      head(serving, "serving", "serving"),
      ...(lanes > 220 ? [head(channel, "channel", "")] : []), // its shape says it, if need be
      head(worker, "worker", "worker"),
    );
    const icon = svg("tspan", { class: "icon parked" }, LOOKS.parked.icon);
    this.behind.replaceChildren(icon, " left behind");
    set(this.behind, { x: pile - 2 });
    if (width - pile < 84) this.behind.replaceChildren(icon, " parked");
    set(this.count, { x: pile - 2 });
    const wall = (client + serving) / 2 - 4;
    set(this.ground, { x: wall, width: width - wall - 0.5 });
    set(this.fence, { d: `M${lanes},0V${HEIGHT}` });
    this.left(this.shown ?? 0);
  }

  /** @param {number} parked how many are left behind */
  left(parked) {
    this.shown = parked;
    this.count.textContent = count(parked);
    this.count.classList.toggle("none", parked === 0);
    const seen = Math.min(parked, this.places.marks);
    const squares = Array.from({ length: seen }, (_, i) => {
      const { x, y } = this.places.mark(i);
      return `M${x},${y}h${MARK}v${MARK}h-${MARK}z`;
    });
    set(this.pile, { d: squares.join("") });
  }
}
