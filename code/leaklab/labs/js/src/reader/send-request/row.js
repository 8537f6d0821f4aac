// One row of the picture: a request, from its client to its worker, at one moment of its story.

import { count, plain } from "../../data.js";
import { svg } from "../../ui/dom.js";
import { GATE, HEAD, MARK, MIDDLE, PITCH, path, R } from "./places.js";

/** @import { Places } from "./places.js" */
/** @import { Move, Pose } from "./timeline.js" */

const RING = 17;

/** @param {Element} node @param {Record<string, string | number>} values */
export function set(node, values) {
  for (const [name, value] of Object.entries(values)) node.setAttribute(name, String(value));
}

/** @param {SVGElement} node @param {boolean} seen */
export const see = (node, seen) => node.classList.toggle("gone", !seen);

/** @param {number} x @param {number} y */
export const at = (x, y) => `translate(${x.toFixed(1)},${y.toFixed(1)})`;

export class Row {
  /** @param {number} index */
  constructor(index) {
    this.top = HEAD + index * PITCH;
    this.number = svg("text", { class: "number", y: 5 });
    this.under = svg("text", { class: "under", y: 27 });
    const outline = svg("rect", { class: "outline", x: -15, y: -11, width: 30, height: 22, rx: 5 });
    this.client = svg("g", {}, outline, this.number, this.under);
    this.guide = svg("path", { class: "guide" });
    this.ghosts = [
      svg("circle", { class: "ghost", r: R }),
      svg("circle", { class: "ghost", r: R }),
    ];
    this.ring = svg("path", { class: "ring" });
    this.receive = svg("path", { class: "receive" });
    this.send = svg("path", { class: "send" });
    this.gate = svg("rect", {
      class: "gate",
      x: -GATE.wide / 2,
      y: -GATE.high / 2,
      width: GATE.wide,
      height: GATE.high,
      rx: 7,
    });
    this.serving = svg("circle", { class: "task serving", r: R });
    this.worker = svg("path", {
      class: "task worker",
      d: `M0,${-R - 1}L${R + 1},${R - 2}H${-R - 1}Z`,
    });
    this.parked = svg("rect", { class: "task parked", x: -R, y: -R, width: 2 * R, height: 2 * R });
    const d = R + 2;
    this.drainer = svg("path", { class: "task drainer", d: `M0,${-d}L${d},0L0,${d}L${-d},0Z` });
    this.drains = svg("text", { class: "under drainer", y: 27 }, "drainer");
    this.stays = svg("text", { class: "under parked", y: 27 }, "parked");
    this.track = svg("rect", { class: "track", x: -19, y: 19, width: 38, height: 5, rx: 2.5 });
    this.done = svg("rect", { class: "done", x: -19, y: 19, width: 38, height: 5, rx: 2.5 });
    this.outcome = svg("circle", { class: "outcome", r: 6 });
    this.pill = svg("rect", { class: "pill", y: -10, height: 20, rx: 10 });
    this.label = svg("text", { class: "label", y: 4 });
    this.token = svg("g", {}, this.pill, this.label);
    this.fly = svg("rect", { class: "mark", width: MARK, height: MARK });
    const tasks = [this.serving, this.worker, this.parked, this.drainer];
    this.element = svg(
      "g",
      { transform: at(0, this.top + MIDDLE) },
      ...[this.guide, ...this.ghosts, this.ring, this.receive, this.send, this.gate, this.client],
      ...[this.track, this.done, ...tasks, this.drains, this.stays],
      ...[this.outcome, this.token, this.fly],
    );
    this.clear();
  }

  /** @param {Places} places */
  place(places) {
    this.places = places;
    const { client, serving, channel, worker } = places;
    set(this.guide, { d: `M${client + 22},0H${worker}` });
    set(this.client, { transform: at(client, 0) });
    set(this.serving, { transform: at(serving, 0) });
    set(this.parked, { transform: at(worker, 0) });
    set(this.gate, { transform: at(channel, 0) });
    set(this.drains, { x: serving });
    set(this.stays, { x: worker });
    set(this.track, { transform: at(worker, 0) });
    set(this.done, { transform: at(worker, 0) });
    this.ghosts.forEach((ghost, i) => {
      set(ghost, { cx: i ? worker : serving });
    });
  }

  /** Nothing is on its way here. */
  clear() {
    const parts = [this.client, this.ring, this.receive, this.send, this.serving, this.worker];
    parts.push(this.parked, this.drainer, this.drains, this.stays, this.track, this.done);
    parts.push(this.outcome, this.token, this.fly, ...this.ghosts);
    for (const part of parts) see(part, false);
    this.element.dataset.idle = "true";
  }

  /**
   * @param {number} number of the request
   * @param {number} answer that it gets
   * @param {Pose} pose
   * @param {number} index of the mark that its worker becomes
   */
  show(number, answer, pose, index) {
    const places = /** @type {Places} */ (this.places);
    const { tasks, move, receives } = pose;
    const { serving, worker, drainer } = tasks;
    this.element.dataset.idle = "false";
    see(this.client, true);
    this.number.textContent = count(number);
    const t = `${plain(Number(pose.t.toFixed(pose.t < 10 ? 2 : 0)))} s`;
    this.under.textContent = pose.answered ? `${answer}` : t;
    this.under.classList.toggle("told", pose.answered);
    see(this.serving, serving.shown > 0);
    set(this.serving, { opacity: serving.shown });
    see(this.ghosts[0], serving.state === "ended" && !drainer.shown && move?.to !== "drainer");
    see(this.ghosts[1], worker.state === "ended");
    this.#ring(pose.wait);
    see(this.receive, receives !== null);
    if (receives) {
      const reach = places.channel - GATE.wide / 2;
      set(this.receive, { d: `M${places.serving + R},0H${reach}` });
      this.receive.dataset.role = receives;
    }
    this.gate.classList.toggle("awaited", receives !== null);
    this.#worker(pose, places);
    this.#drainer(pose, places);
    this.#token(move, places);
    const parked = worker.state === "parked";
    const outcome = move?.label === "outcome" ? path(move, places).x : parked && places.x("nobody");
    see(this.outcome, outcome !== false);
    if (outcome !== false) set(this.outcome, { cx: outcome });
    this.outcome.classList.toggle("parked", parked);
    const { x, y } = places.mark(index);
    const share = pose.counted;
    see(this.fly, share > 0 && share < 1);
    const from = places.worker - MARK / 2;
    const far = y - this.top - MIDDLE;
    set(this.fly, {
      transform: at(from + share * (x - from), -MARK / 2 + share * (far + MARK / 2)),
    });
  }

  /** @param {number | null} over how much of the wait */
  #ring(over) {
    see(this.ring, over !== null);
    if (over === null) return;
    const { serving } = /** @type {Places} */ (this.places);
    const turn = Math.max(0.001, Math.min(0.999, 1 - over)) * 2 * Math.PI;
    const end = `${(serving - RING * Math.sin(turn)).toFixed(1)},${(-RING * Math.cos(turn)).toFixed(1)}`;
    const large = turn > Math.PI ? 1 : 0;
    set(this.ring, { d: `M${serving.toFixed(1)},${-RING}A${RING},${RING} 0 ${large} 0 ${end}` });
  }

  /** @param {Pose} pose @param {Places} places */
  #worker({ tasks: { worker }, move, work }, places) {
    const spawns = move?.label === "" && move.to === "worker";
    const parked = worker.state === "parked";
    see(this.worker, spawns || (worker.shown > 0 && !parked));
    const { x, y } = spawns ? path(move, places) : { x: places.worker, y: 0 };
    set(this.worker, { transform: at(x, y), opacity: spawns ? 1 : worker.shown });
    see(this.track, work !== null);
    see(this.done, work !== null);
    if (work !== null) set(this.done, { width: 38 * work });
    see(this.parked, parked);
    see(this.stays, parked);
    const leaves = move?.from === "worker" && move.label === "outcome";
    see(this.send, parked || leaves);
    const end = leaves ? path(move, places).x : places.x("nobody");
    set(this.send, { d: `M${places.worker - R},0H${Math.min(places.worker - R, end)}` });
    this.send.classList.toggle("parked", parked);
  }

  /** @param {Pose} pose @param {Places} places */
  #drainer({ tasks: { drainer }, move }, places) {
    const spawns = move?.label === "" && move.to === "drainer";
    see(this.drainer, spawns || drainer.shown > 0);
    see(this.drains, drainer.shown > 0);
    const scale = spawns ? move.share : 1;
    const transform = `${at(places.serving, 0)} scale(${scale.toFixed(3)})`;
    set(this.drainer, { transform, opacity: spawns ? 1 : drainer.shown });
    if (spawns) set(this.serving, { opacity: 1 - move.share });
  }

  /** @param {Move | null} move @param {Places} places */
  #token(move, places) {
    const written = move !== null && move.label !== "" && move.label !== "outcome";
    see(this.token, written);
    if (!written) return;
    if (this.label.textContent !== move.label) {
      this.label.textContent = move.label;
      const wide = 14 + 7 * move.label.length;
      set(this.pill, { x: -wide / 2, width: wide });
    }
    const { x, y } = path(move, places);
    set(this.token, { transform: at(x, y) });
  }
}
