// An element in which a reader sends requests and sees them travel, then has a machine send many.
// What moves are recorded runs, found inside of the element as JSON; no engine is asked.
//
// Here it is decided what follows on a press, and on an end. Each part has a module of its own:
//   controls.js  what is pressed, and what is told beside the picture; words.js has its words
//   stage.js     the picture: its rows (row.js) and the machine's plot (plot.js), each at its place
//   sends.js     the requests on their way; timeline.js makes a story of each, for the eye
//   machine.js   the machine's many, which are one run
//   frames.js    time goes on only while somebody can see it
//   fates.js     what became of the requests: counted, and told together

import { count } from "../../data.js";
import { h } from "../../ui/dom.js";
import { isDark, reducedMotion, themeStyles, watchTheme } from "../../ui/theme.js";
import { Controls } from "./controls.js";
import { Fates } from "./fates.js";
import { Frames } from "./frames.js";
import { roleStyles } from "./look.js";
import { Machine } from "./machine.js";
import { MachinePlot } from "./plot.js";
import styles from "./send-request.css";
import { Sends } from "./sends.js";
import { Stage } from "./stage.js";
import { stillsOf } from "./timeline.js";
import * as words from "./words.js";

/** @import { SendData, SendStory } from "../../made/wire.js" */
/** @import { Send } from "./sends.js" */

export class SendRequest extends HTMLElement {
  /** @type {SendData} */
  data;
  /** @type {Stage} */
  stage;
  /** @type {Controls} */
  controls;
  /** @type {Sends} */
  sends;
  /** @type {Machine} */
  machine;
  handler = "";
  line = "usual";
  #ownLine = false; // the reader has chosen the line
  /** Pictures of the only request, where motion is not wanted. @type {number[]} */
  #stills = [];
  #frames = new Frames(
    () => this.#moves && !this.#stills.length,
    (passed) => this.#move(passed),
  );
  #fates = new Fates((sentence) => this.controls.tell(sentence));
  /** @type {AbortController | null} */
  #listening = null;

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
  }

  /** @param {SendData} data */
  #build(data) {
    this.data = data;
    this.dataset.lmSuppressShortcuts = "true"; // JupyterLab: keys are the buttons' here
    this.handler = Object.keys(data.stories)[0];
    const plot = new MachinePlot(data);
    this.stage = new Stage(plot);
    this.sends = new Sends(this.stage, this.#fates);
    this.machine = new Machine(plot, this.stage);
    this.controls = new Controls(data, this.stage.element, {
      send: () => this.#press(),
      many: () => this.#sendMany(),
      restart: () => this.#restart(),
      line: (line) => {
        this.line = line;
        this.#ownLine = true;
      },
      server: (handler) => {
        this.handler = handler;
        this.#restart();
      },
    });
    this.#count();
    const shadow = this.attachShadow({ mode: "open" });
    const style = h("style", {}, themeStyles() + roleStyles() + styles);
    shadow.append(style, this.controls.root, h("slot"));
  }

  #listen() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    watchTheme(() => this.#paint(), signal);
    const resized = new ResizeObserver(() => this.#fit());
    resized.observe(this);
    signal.addEventListener("abort", () => resized.disconnect());
    this.#frames.watch(this, signal);
    this.#paint();
    this.#fit();
    this.#frames.go();
  }

  #paint() {
    this.controls.root.dataset.dark = String(isDark());
  }

  #fit() {
    const width = this.stage.element.parentElement?.clientWidth ?? 0;
    if (!width || width === this.stage.places.width) return;
    this.stage.fit(width);
    for (const send of this.sends.all) this.sends.show(send);
    this.machine.fit();
  }

  // ---- what the reader does ----

  #press() {
    if (this.#stills.length) return this.#nextStill();
    this.#endMachine();
    const send = this.#send();
    if (!reducedMotion()) return this.#frames.go();
    this.#stills = stillsOf(send.line);
    this.#nextStill();
  }

  /** Let a request begin. */
  #send() {
    const { stories, timeout_s } = this.data;
    this.machine.clear();
    const send = this.sends.begin(stories[this.handler][this.line], timeout_s);
    this.sends.show(send);
    this.#count();
    return send;
  }

  #nextStill() {
    const [send] = this.sends.all;
    const wall = this.#stills.shift();
    if (!send || wall === undefined) return;
    send.wall = wall;
    const pose = this.sends.show(send);
    this.controls.say("");
    this.controls.tell(pose.says); // a press, a picture, a sentence to hear
    const more = this.#stills.length;
    if (more) this.controls.label(`Next picture (${count(more)} more)`);
    else this.#end(send);
    this.#count();
  }

  #sendMany() {
    if (this.machine.goesOn || this.#stills.length) return;
    for (const send of this.sends.all) this.#end(send);
    this.#setSlow();
    this.machine.begin(this.handler, reducedMotion());
    this.controls.machine(true);
    if (reducedMotion()) this.#endMachine();
    else this.#frames.go();
    this.#count();
  }

  #restart() {
    this.sends.clear();
    this.machine.clear();
    this.#stills = [];
    this.#fates.clear();
    this.controls.machine(false);
    this.controls.label("Send a request");
    this.controls.tell(words.restarted(this.handler));
    this.controls.say(words.FIRST);
    this.#count();
  }

  // ---- what goes on by itself ----

  get #moves() {
    return this.sends.size > 0 || this.machine.goesOn;
  }

  /**
   * Move all that moves; whether there is more to come.
   * @param {number} passed ms
   */
  #move(passed) {
    const sends = this.sends.all;
    for (const send of sends) {
      send.wall += passed * send.pace;
      const pose = this.sends.show(send);
      if (send === sends.at(-1)) this.controls.say(pose.says);
      if (send.wall >= send.line.ends) this.#end(send);
    }
    if (this.machine.goesOn) this.#moveMachine(passed);
    return this.#moves;
  }

  /** @param {number} passed ms */
  #moveMachine(passed) {
    const now = this.machine.move(passed);
    if (!now) return this.#endMachine();
    this.stage.left(this.#fates.tally.parked + now.parked);
    this.controls.say(words.amid(now.t, now.tasks, now.parked));
  }

  #endMachine() {
    if (!this.machine.goesOn) return;
    this.machine.end();
    const run = this.data.runs[this.handler];
    this.#fates.tally.sent += this.data.many; // they count when all that they did can be told
    this.#fates.addRun(run);
    this.controls.tell(words.machineDone(this.data, this.handler));
    this.controls.say(words.afterMany(run.left > 0));
    this.controls.machine(false);
    this.#count();
  }

  /** @param {Send} send */
  #end(send) {
    const pose = this.sends.end(send);
    const { answer, parked, fate } = send.line.story;
    this.#fates.add({ number: send.number, fate, answer, parked });
    if (parked) this.controls.reveal();
    const hint = this.#hint(send.line.story);
    const last = reducedMotion() ? `${pose.says} ` : ""; // the last picture's sentence stays
    if (last || hint) this.controls.say(`${last}${hint}`.trim());
    this.controls.label("Send a request");
    this.#count();
  }

  /**
   * What to do next, after a request has ended.
   * @param {SendStory} story
   */
  #hint({ answer, parked }) {
    if (answer === 200 && this.line === "usual" && !this.#ownLine) {
      this.#setSlow(); // as on the two evenings; the reader may set it back
      return words.slowNow(this.data);
    }
    return parked && !this.sends.size ? words.leftOne(this.data) : "";
  }

  #setSlow() {
    this.controls.setSlow();
    this.line = "slow";
  }

  #count() {
    const { tally } = this.#fates;
    const stills = !tally.sent && reducedMotion();
    const said = stills ? words.STILLS : words.tallyOf(tally, this.sends.size);
    this.controls.tally.textContent = said;
    if (!this.machine.goesOn) this.stage.left(tally.parked);
  }
}
