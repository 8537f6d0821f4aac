// The lab's three pictures, each of one run.

import { count, expandColumns } from "../data.js";
import { svg } from "../ui/dom.js";
import { pattern } from "../ui/hatch.js";
import { colourOf, ink } from "../ui/theme.js";
import { Paper, roundStep } from "./paper.js";
import { WORK_S } from "./words.js";

/** @import { Role } from "../made/roles.js" */
/** @import { LimitsAnswer, LimitsKnobs, LimitsLabData } from "../made/wire.js" */
/** @import { Expanded } from "../data.js" */

/** Which roles a picture shows, and the words beside their icons.
 * @type {Record<string, [Role | null, string][]>}
 */
export const SHOWS = {
  work: [
    ["worker", "worker: a handler at work"],
    ["parked", "parked: left for ever"],
    ["drainer", "drainer: waits for a late handler"],
  ],
  pull: [
    [null, "client waits"],
    ["worker", "worker"],
    ["parked", "parked for ever"],
    ["serving", "serving"],
  ],
  clocks: [
    [null, "client waits"],
    ["serving", "serving"],
    ["worker", "worker"],
    ["parked", "parked for ever"],
  ],
};

const PLOT = 92;
const TITLE = 18;
const AXIS = 26;
const BOLD = { class: "title" };

/**
 * How far the axes go, so that one setting can be held against another: as far as the recorded
 * runs, or further where this run does.
 * @typedef {{work: number, wait: number, pull_s: number, hour: number}} Tops
 */

/** @param {Expanded} columns */
const waiting = ({ parked, drainer }) => parked.map((n, i) => n + drainer[i]);

/**
 * @param {LimitsLabData} data
 * @returns {Tops}
 */
export function tops({ runs }) {
  const most = (/** @type {(answer: LimitsAnswer) => number} */ of) => Math.max(1, ...runs.map(of));
  const all = new Map(runs.map((run) => [run, expandColumns(run)]));
  const columns = (/** @type {LimitsAnswer} */ run) => /** @type {Expanded} */ (all.get(run));
  return {
    work: most(({ numbers }) => numbers.most_at_work),
    wait: most((run) => Math.max(...waiting(columns(run)))),
    pull_s: most(({ calls }) => Math.max(1, ...calls.map((call) => call.worked ?? 0))),
    hour: most((run) => Math.max(...columns(run).tasks)),
  };
}

/**
 * A round number that is no less, and can be halved.
 * @param {number} value
 */
function ceiling(value) {
  const step = 2 * Math.max(1, roundStep(value, 10));
  return Math.ceil(value / step) * step;
}

/**
 * The empty picture, with the fills of its roles.
 * @param {string} picture
 */
export function canvas(picture) {
  const roles = SHOWS[picture].flatMap(([role]) => (role ? [pattern(role)] : []));
  const fills = svg("defs", {}, ...roles);
  return svg("svg", { class: "picture", "aria-hidden": "true" }, fills, svg("g"));
}

/**
 * Draw one run into `element`, which is `width` wide: asking for that here would cost a layout.
 * @param {SVGSVGElement} element
 * @param {number} width
 * @param {LimitsLabData} data
 * @param {LimitsAnswer} answer
 * @param {LimitsKnobs} setting
 * @param {Tops} top
 */
export function draw(element, width, data, answer, setting, top) {
  const paper = data.picture === "clocks" ? new Paper(width, 66, 36) : new Paper(width);
  const height = PICTURES[data.picture](paper, data, answer, setting, top);
  element.setAttribute("viewBox", `0 0 ${paper.width} ${height}`);
  element.setAttribute("height", String(height));
  element.lastElementChild?.replaceChildren(...paper.parts);
}

/** @type {Record<string, (paper: Paper, data: LimitsLabData, answer: LimitsAnswer, setting: LimitsKnobs, top: Tops) => number>} */
const PICTURES = { work, pull, clocks };

/**
 * Handlers at work under the limit, and below them the tasks that wait.
 * @param {Paper} paper
 * @param {LimitsLabData} data
 * @param {LimitsAnswer} answer
 * @param {LimitsKnobs} setting
 * @param {Tops} top
 */
function work(paper, { every, samples }, answer, { slots = 0 }, top) {
  const { worker, parked, drainer } = expandColumns(answer);
  paper.until = every * (samples - 1);
  const most = ceiling(Math.max(top.work, slots, ...worker));
  const wait = ceiling(Math.max(top.wait, ...parked.map((n, i) => n + drainer[i])));
  paper.room([count(most), count(wait)], [`limit ${count(slots)}`]);
  const [high, low] = [TITLE + 6, TITLE + 6 + PLOT];
  paper.text(0, 12, "Handlers at work", BOLD);
  paper.tasks(most, high, low);
  paper.stack({ worker }, every, most, high, low);
  const y = low - (slots / most) * PLOT;
  paper.line(paper.left, y, paper.end, y, {
    stroke: ink().ink,
    "stroke-width": 2,
    "stroke-dasharray": "6 4",
  });
  paper.text(paper.end + 6, y + 4, `limit ${count(slots)}`);
  const [above, bottom] = [low + 20 + TITLE, low + 20 + TITLE + PLOT];
  paper.text(0, low + 26, "Tasks that wait", BOLD);
  paper.tasks(wait, above, bottom);
  paper.stack({ parked, drainer }, every, wait, above, bottom);
  paper.time(bottom, 1, "s");
  return bottom + AXIS;
}

/**
 * The calls of the first pull, a row each, and the tasks of the hour.
 * @param {Paper} paper
 * @param {LimitsLabData} data
 * @param {LimitsAnswer} answer
 * @param {LimitsKnobs} _setting
 * @param {Tops} top
 */
function pull(paper, { every, samples }, answer, _setting, top) {
  const { calls } = answer;
  const columns = expandColumns(answer);
  const most = ceiling(Math.max(top.hour, ...columns.tasks));
  paper.room([count(most)]);
  const [high, low] = [TITLE + 4, TITLE + 4 + 1.4 * PLOT];
  paper.until = Math.max(top.pull_s, ...calls.map((call) => call.worked ?? 0)) * 1.05;
  paper.text(0, 12, "The first pull, call by call", BOLD);
  const row = Math.min(28, (low - high) / calls.length);
  const half = Math.max(2, Math.min(9, row / 2 - 1.5));
  for (const [i, { sent, waited, worked, gone }] of calls.entries()) {
    const y = high + i * row + 1;
    paper.bar(sent, waited, y, half, null);
    paper.bar(sent, worked, y + half + 1, half, "worker");
    if (gone === null) paper.bar(worked ?? paper.until, null, y + half + 1, half, "parked");
    if (half > 7) paper.text(paper.left - 6, y + half + 4, String(i + 1), { "text-anchor": "end" });
  }
  paper.time(low, 1, "s");
  const [above, bottom] = [low + AXIS + TITLE + 10, low + AXIS + TITLE + 10 + 0.75 * PLOT];
  paper.text(0, low + AXIS + 16, "The hour: tasks of the server", BOLD);
  paper.until = every * (samples - 1);
  paper.tasks(most, above, bottom);
  const { parked, worker, serving } = columns;
  paper.stack({ parked, worker, serving }, every, most, above, bottom);
  paper.time(bottom, 60, "min");
  return bottom + AXIS;
}

const LANE = 20;

/**
 * One call as three lanes, each with its clock.
 * @param {Paper} paper
 * @param {LimitsLabData} data
 * @param {LimitsAnswer} answer
 * @param {LimitsKnobs} setting
 */
function clocks(paper, { every }, { calls }, { client_s = 0, server_s = 0, own_s = 0 }) {
  const [{ waited, served, worked, gone }] = calls;
  paper.until = every; // one looks at its begin and its end
  /** @type {[name: string, clock: number, end: number | null, role: Role | null][]} */
  const lanes = [
    ["client", client_s, waited, null],
    ["serving", server_s, served, "serving"],
    ["worker", own_s, worked, "worker"],
  ];
  let y = 22;
  for (const [name, clock, end, role] of lanes) {
    paper.text(0, y + 15, name);
    paper.bar(0, end, y, LANE, role);
    if (role === "worker" && gone === null) paper.bar(worked ?? 0, null, y, LANE, "parked");
    if (name !== "worker" || clock < WORK_S) {
      const x = paper.x(clock);
      const stroke = role ? colourOf(role) : ink().ink;
      paper.line(x, y - 5, x, y + LANE + 5, { stroke, "stroke-width": 3 });
      paper.text(x, y - 9, `${CLOCKS[name]} ${clock} s`, { "text-anchor": "middle" });
    }
    y += LANE + 34;
  }
  paper.time(y - 18, 1, "s");
  return y - 18 + AXIS;
}

/** @type {Record<string, string>} */
const CLOCKS = { client: "gives up at", serving: "timeout", worker: "own clock" };
