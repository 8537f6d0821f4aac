// One panel's chart: tasks by role, stacked, over virtual time. uPlot draws axes and curves.

import uPlot from "uplot";
import { ROLES, count } from "./data.js";
import { ink } from "./theme.js";

const HATCH = { "//": [[0, 8, 8, 0]], xx: [[0, 8, 8, 0], [0, 0, 8, 8]], "..": "dots" };

const patterns = new Map(); // made once: a repaint has no time for it

/** A fill that shows a role by colour and, as a second cue, by hatch. */
export function fillOf(context, look) {
  if (!look.hatch) return look.fill;
  if (!patterns.has(look.fill)) patterns.set(look.fill, pattern(context, look));
  return patterns.get(look.fill);
}

function pattern(context, look) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const draw = tile.getContext("2d");
  draw.fillStyle = look.fill;
  draw.fillRect(0, 0, 8, 8);
  draw.strokeStyle = draw.fillStyle = look.colour;
  draw.lineWidth = 1;
  const marks = HATCH[look.hatch];
  if (marks === "dots") draw.fillRect(3, 3, 2, 2);
  else for (const [x0, y0, x1, y1] of marks) {
    draw.beginPath();
    draw.moveTo(x0, y0);
    draw.lineTo(x1, y1);
    draw.stroke();
  }
  return context.createPattern(tile, "repeat");
}

/** The columns as uPlot wants them: times, then cumulated roles from the top of the stack down. */
export function stack(times, columns, until) {
  const sums = [];
  let below = times.map(() => 0);
  for (const role of ROLES) {
    below = below.map((sum, i) => sum + columns[role][i]);
    sums.unshift(below.map((sum, i) => (i <= until ? sum : null)));
  }
  const rule = columns.rule || times.map(() => null);
  return [times, ...sums, rule];
}

/** An axis in the page's ink; `extra` is what uPlot shall know besides. */
export const axis = (extra) => ({
  stroke: () => ink().ink,
  grid: { stroke: () => ink().grid, width: 1 },
  ticks: { stroke: () => ink().grid, width: 1 },
  font: "12px system-ui, sans-serif",
  ...extra,
});

export class Chart {
  /** `place` is filled; `onHover(index)` is told where the pointer is, null when it leaves. */
  constructor(place, times, looks, syncKey, onHover) {
    this.place = place;
    this.times = times;
    const top = [...ROLES].reverse();
    this.plot = new uPlot(
      {
        width: 300,
        height: 190,
        legend: { show: false },
        scales: { x: { time: false, range: () => [0, times[times.length - 1]] }, y: { range: () => [0, this.top] } },
        axes: [
          axis({ label: "virtual time, s", labelSize: 18, size: 34 }),
          axis({ size: 52, values: (_, ticks) => ticks.map(count) }),
        ],
        series: [
          {},
          ...top.map((role) => ({
            label: role,
            width: 1,
            stroke: looks[role].colour,
            fill: (plot) => fillOf(plot.ctx, looks[role]),
            points: { show: false },
          })),
          { label: "rule", show: false, width: 2, dash: [6, 4], stroke: () => ink().ink, points: { show: false } },
        ],
        cursor: { sync: { key: syncKey }, drag: { x: false, y: false }, points: { show: false } },
        hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? null)] },
      },
      stack(times, Object.fromEntries(ROLES.map((role) => [role, times.map(() => 0)])), 0),
      place,
    );
    this.plot.root.setAttribute("aria-hidden", "true"); // the words beside it say the same
    this.top = 1;
  }

  /** Draw `columns` up to sample `until`, on an axis that ends at `top` tasks. */
  show(columns, until, top, withRule) {
    this.top = top;
    this.plot.series[ROLES.length + 1].show = withRule;
    this.plot.setData(stack(this.times, columns, until));
  }

  /** Fit the place's width. */
  resize() {
    const width = Math.max(200, Math.floor(this.place.clientWidth));
    if (width !== this.plot.width) this.plot.setSize({ width, height: 190 });
  }

  destroy() {
    this.plot.destroy();
  }
}
