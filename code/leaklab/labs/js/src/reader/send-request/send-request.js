// An element in which a reader sends requests and sees them travel, then has a machine send many.
// What moves are recorded runs, found inside of the element as JSON; no engine is asked.

import { count, plain } from "../../data.js";
import { button, h } from "../../ui/dom.js";
import { isDark, reducedMotion, themeStyles, watchTheme } from "../../ui/theme.js";
import { radios, roleStyles } from "./look.js";
import { MachinePlot } from "./plot.js";
import styles from "./send-request.css";
import { Stage } from "./stage.js";
import { poseAt, stillsOf, timelineOf } from "./timeline.js";
import * as words from "./words.js";

/** @import { SendData, SendStory } from "../../made/wire.js" */
/** @import { Pose, Timeline } from "./timeline.js" */
/** @import { Fate, Tally } from "./words.js" */

/**
 * A request on its way: how far its timeline is played, and in which row, if any.
 * @typedef {{number: number, line: Timeline, wall: number, pace: number, row: number | null}} Send
 */

const MACHINE_MS = 5000; // its whole run
const LONGEST_FRAME_MS = 100; // a page that was held up goes on where it was
const AGAIN = 1.8; // how much faster a story goes that was seen before
const TOGETHER_MS = 600; // fates within this time are told in one sentence

export class SendRequest extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {Set<Send>} */
  #sends = new Set();
  /** The machine's run: how far it is played; null when it is not going on. @type {number | null} */
  #machine = null;
  /** Pictures of the only request, where motion is not wanted. @type {number[]} */
  #stills = [];
  /** @type {Fate[]} */
  #fates = [];
  /** @type {Tally} */
  #tally = { sent: 0, ok: 0, late: 0, parked: 0 };
  /** @type {Set<SendStory>} */
  #seen = new Set();
  #row = -1;
  #frame = 0;
  #before = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;
  #onScreen = true;
  #ownLine = false;

  connectedCallback() {
    if (!this.shadowRoot) {
      const source = this.querySelector('script[type="application/json"]');
      if (!source) return;
      this.#build(JSON.parse(source.textContent ?? ""));
    }
    this.#listen();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#listening = null;
    this.#rest();
  }

  /** @param {SendData} data */
  #build(data) {
    this.data = data;
    this.dataset.lmSuppressShortcuts = "true"; // JupyterLab: keys are the buttons' here
    this.line = "usual";
    this.handler = Object.keys(data.stories)[0];
    this.plot = new MachinePlot(data);
    this.stage = new Stage(this.plot);
    this.sendButton = button("Send a request", () => this.#press(), { class: "main" });
    this.manyButton = button(words.sendMany(data.many), () => this.#sendMany(), { class: "unmet" });
    this.again = button("Restart", () => this.#restart(), {
      ...{ class: "unmet", title: "Restart the server" },
    });
    const lines = Object.entries(data.lines).map(([name, s]) => [name, `${name}, ${plain(s)} s`]);
    this.lineChoice = radios("Line", lines, (line) => {
      this.line = line;
      this.#ownLine = true;
    });
    const servers = Object.keys(data.stories).map((name) => [name, words.version(name)]);
    this.serverChoice = radios("Server", servers, (handler) => {
      this.handler = handler;
      this.#restart();
    });
    this.serverChoice.classList.add("unmet");
    this.says = h("p", { class: "says", "aria-hidden": "true" }, words.FIRST);
    this.fate = h("p", { class: "fate", role: "status" });
    this.tally = h("p", { class: "tally" });
    this.#count();
    this.root = h(
      "section",
      { class: "lab", "aria-label": "Send a request" },
      h("div", { class: "row" }, this.sendButton, this.lineChoice),
      h("div", { class: "picture" }, this.stage.element),
      ...[this.says, this.fate, this.tally],
      h("div", { class: "row more" }, this.manyButton, this.again, this.serverChoice),
    );
    const shadow = this.attachShadow({ mode: "open" });
    shadow.append(h("style", {}, themeStyles() + roleStyles() + styles), this.root, h("slot"));
  }

  #listen() {
    if (this.#listening || !this.root) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    watchTheme(() => this.#paint(), signal);
    const resized = new ResizeObserver(() => this.#fit());
    resized.observe(this);
    const seen = new IntersectionObserver(([entry]) => {
      this.#onScreen = entry.isIntersecting;
      this.#go();
    });
    seen.observe(this);
    document.addEventListener("visibilitychange", () => this.#go(), { signal });
    signal.addEventListener("abort", () => {
      resized.disconnect();
      seen.disconnect();
    });
    this.#paint();
    this.#fit();
    this.#go();
  }

  #paint() {
    if (this.root) this.root.dataset.dark = String(isDark());
  }

  #fit() {
    const width = this.stage?.element.parentElement?.clientWidth ?? 0;
    if (!width || !this.stage || width === this.stage.places.width) return;
    this.stage.fit(width);
    for (const send of this.#sends) this.#show(send);
    if (this.#machine !== null || this.#ran) this.#drawPlot();
  }

  // ---- what the reader does ----

  #press() {
    if (this.#stills.length) return this.#nextStill();
    this.#endMachine();
    const send = this.#send();
    if (!reducedMotion()) return this.#go();
    this.#stills = stillsOf(send.line);
    this.#nextStill();
  }

  /** Let a request begin. */
  #send() {
    const { stories, timeout_s } = /** @type {SendData} */ (this.data);
    const story = stories[this.handler ?? ""][this.line ?? ""];
    this.#ran = false;
    this.stage?.turnTo("requests");
    this.#tally.sent += 1;
    const send = {
      number: this.#tally.sent,
      line: timelineOf(story, timeout_s),
      wall: 0,
      pace: this.#seen.has(story) ? AGAIN : 1,
      row: this.#freeRow(),
    };
    this.#seen.add(story);
    this.#sends.add(send);
    this.#show(send);
    this.#count();
    return send;
  }

  /** The next row in which nothing moves; null when there is none. */
  #freeRow() {
    const rows = this.stage?.rows ?? [];
    const taken = new Set([...this.#sends].map(({ row }) => row));
    for (let i = 1; i <= rows.length; i++) {
      const row = (this.#row + i) % rows.length;
      if (taken.has(row)) continue;
      this.#row = row;
      return row;
    }
    return null;
  }

  #nextStill() {
    const [send] = this.#sends;
    const wall = this.#stills.shift();
    if (!send || wall === undefined) return;
    send.wall = wall;
    const pose = this.#show(send);
    this.#say("");
    if (this.fate) this.fate.textContent = pose.says; // a press, a picture, a sentence to hear
    const more = this.#stills.length;
    if (more) this.#label(`Next picture (${count(more)} more)`);
    else this.#end(send);
    this.#count();
  }

  #sendMany() {
    if (this.#machine !== null || this.#stills.length) return;
    for (const send of [...this.#sends]) this.#end(send);
    const { many } = /** @type {SendData} */ (this.data);
    this.#tally.sent += many;
    this.#setSlow();
    this.#machine = reducedMotion() ? MACHINE_MS : 0;
    this.#drawPlot();
    this.stage?.turnTo("machine");
    this.manyButton?.setAttribute("aria-disabled", "true");
    if (reducedMotion()) this.#endMachine();
    else this.#go();
    this.#count();
  }

  #restart() {
    this.#sends.clear();
    this.#stills = [];
    this.#machine = null;
    this.#ran = false;
    this.#fates = [];
    this.#tally = { sent: 0, ok: 0, late: 0, parked: 0 };
    this.#row = -1;
    for (const row of this.stage?.rows ?? []) row.clear();
    this.stage?.turnTo("requests");
    this.manyButton?.removeAttribute("aria-disabled");
    this.#label("Send a request");
    if (this.fate) this.fate.textContent = words.restarted(this.handler ?? "");
    this.#say(words.FIRST);
    this.#count();
  }

  // ---- what goes on by itself ----

  #ran = false;

  /** Move on, if anything moves and can be seen. */
  #go() {
    const moves = (this.#sends.size || this.#machine !== null) && !this.#stills.length;
    const seen = this.#listening && this.#onScreen && !document.hidden;
    if (!moves || !seen) return this.#rest();
    if (this.#frame) return;
    this.#before = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  #rest() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** @param {number} now */
  #tick(now) {
    this.#frame = 0;
    const passed = Math.min(LONGEST_FRAME_MS, Math.max(0, now - this.#before));
    const last = [...this.#sends].at(-1);
    for (const send of [...this.#sends]) {
      send.wall += passed * send.pace;
      const pose = this.#show(send);
      if (send === last) this.#say(pose.says);
      if (send.wall >= send.line.ends) this.#end(send);
    }
    if (this.#machine !== null) {
      this.#machine += passed;
      this.#showMachine();
    }
    this.#before = now;
    const moves = this.#sends.size || this.#machine !== null;
    if (moves) this.#frame = requestAnimationFrame((next) => this.#tick(next));
  }

  /**
   * @param {Send} send
   * @returns {Pose}
   */
  #show({ number, line, wall, row }) {
    const pose = poseAt(line, wall);
    if (row !== null)
      this.stage?.rows[row].show(number, line.story.answer, pose, this.#tally.parked);
    return pose;
  }

  /** @param {Send} send */
  #end(send) {
    send.wall = send.line.ends;
    const pose = this.#show(send);
    this.#sends.delete(send);
    const { answer, parked, fate } = send.line.story;
    this.#tally[answer === 200 ? "ok" : "late"] += 1;
    if (parked) this.#tally.parked += 1;
    this.#tell({ number: send.number, fate, answer, parked });
    if (parked) this.#reveal();
    const hint = this.#hint(send.line.story);
    const last = reducedMotion() ? `${pose.says} ` : ""; // the last picture's sentence stays
    if (last || hint) this.#say(`${last}${hint}`.trim());
    this.#label("Send a request");
    this.#count();
  }

  /**
   * What to do next, after a request has ended.
   * @param {SendStory} story
   */
  #hint({ answer, parked }) {
    if (!this.data) return "";
    if (answer === 200 && this.line === "usual" && !this.#ownLine) {
      this.#setSlow(); // as on the two evenings; the reader may set it back
      return words.slowNow(this.data);
    }
    return parked && !this.#sends.size ? words.leftOne(this.data) : "";
  }

  #setSlow() {
    const slow = this.lineChoice?.querySelector("input[value=slow]");
    if (slow) /** @type {HTMLInputElement} */ (slow).checked = true;
    this.line = "slow";
  }

  /** A task is left behind: now there is more to choose. */
  #reveal() {
    for (const part of [this.manyButton, this.again, this.serverChoice]) {
      part?.classList.remove("unmet");
    }
  }

  #drawPlot() {
    const { plot, stage, handler } = this;
    if (!plot || !stage || !handler) return;
    plot.draw(handler, stage.places.lanes - 12, Number(stage.element.getAttribute("height")));
    plot.uncover(this.#machine === null ? 1 : this.#machine / MACHINE_MS);
  }

  #showMachine() {
    const share = Math.min(1, (this.#machine ?? 0) / MACHINE_MS);
    if (share === 1) return this.#endMachine();
    const now = this.plot?.at(this.handler ?? "", share);
    if (!now) return;
    this.plot?.uncover(share);
    this.stage?.left(this.#tally.parked + now.parked);
    this.#say(words.amid(now.t, now.tasks, now.parked));
  }

  #endMachine() {
    if (this.#machine === null || !this.data || !this.handler) return;
    this.#machine = null;
    this.#ran = true;
    this.plot?.uncover(1);
    const { answered, left } = this.data.runs[this.handler];
    this.#tally.late += answered;
    this.#tally.parked += left;
    if (this.fate) this.fate.textContent = words.machineDone(this.data, this.handler);
    this.#say(words.afterMany(left > 0));
    this.manyButton?.removeAttribute("aria-disabled");
    this.#count();
  }

  // ---- words ----

  /** @param {string} text */
  #say(text) {
    if (this.says && this.says.textContent !== text) this.says.textContent = text;
  }

  /** @param {string} text */
  #label(text) {
    if (this.sendButton && this.sendButton.textContent !== text) this.sendButton.textContent = text;
  }

  #count() {
    if (this.tally) {
      const moving = this.#sends.size;
      const stills = !this.#tally.sent && reducedMotion();
      this.tally.textContent = stills ? words.STILLS : words.tallyOf(this.#tally, moving);
    }
    if (this.#machine === null) this.stage?.left(this.#tally.parked);
  }

  /** @param {Fate} fate */
  #tell(fate) {
    this.#fates.push(fate);
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      if (this.fate && this.#fates.length) this.fate.textContent = words.fateOf(this.#fates);
      this.#fates = [];
    }, TOGETHER_MS);
  }
}
