// <served-lab>: a real server, drawn as it happens, while real clients ask.

import uplotStyles from "uplot/dist/uPlot.min.css";
import { plain } from "../data.js";
import leakStyles from "../leak-lab/leak-lab.css";
import { Live } from "../leak-lab/live.js";
import { Panel } from "../leak-lab/panel.js";
import { Spoken } from "../leak-lab/spoken.js";
import { button, h, Slider } from "../ui/dom.js";
import { followPage } from "../ui/follow.js";
import { legend } from "../ui/key.js";
import labStyles from "../ui/lab.css";
import { themeStyles } from "../ui/theme.js";
import { follow } from "./feed.js";
import styles from "./served.css";
import { Turning } from "./turning.js";
import { LOST, STARTING, sentence, TOKEN_WANTED } from "./words.js";

/** @import { ServedFrame } from "./feed.js" */
/** @import { Settings } from "./turning.js" */

const DATA = 'script[type="application/json"]';
const CLOCK = "time, s";

/** @type {[keyof Settings, string, string, number[]][]} */
const KNOBS = [
  ["latency", "Latency", " s", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 3]],
  ["factor", "Times slower", "×", [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 10]],
  ["timeout", "Timeout", " s", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10, 30, 60]],
];

export class ServedLab extends HTMLElement {
  /** @type {HTMLElement} */
  #root;
  /** @type {Live | null} */
  #live = null;
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {string | null} which server it was that sent the first frame */
  #server = null;
  #here = true; // whether it still sends
  /** @type {Record<keyof Settings, Slider>} */
  #sliders;
  /** @type {HTMLElement} */
  #asked;
  /** @type {string} */
  handler;
  /** @type {Panel} */
  panel;
  says = h("p", { class: "says" }, STARTING);
  trouble = h("p", { class: "trouble", role: "status" });
  spoken = new Spoken(this.says);
  turning = new Turning((words) => {
    this.trouble.textContent = words;
  });

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    this.panel.chart.open();
    const again = () => this.panel.chart.again();
    const fit = () => this.#fit();
    const linked = () => this.#linked();
    followPage(
      this,
      this.#root,
      { fit, lifted: again, hidden: () => this.#live?.close(), linked },
      this.#listening.signal,
    );
    const seen = () => document.hidden || this.#again();
    document.addEventListener("visibilitychange", seen, { signal: this.#listening.signal });
    this.#follow();
    this.#linked();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#live?.close();
    this.panel.chart.close();
    this.spoken.end();
  }

  #build() {
    const { handler } = JSON.parse(this.querySelector(DATA)?.textContent ?? "");
    this.handler = handler;
    this.panel = new Panel(handler, "served", (index) => this.#point(index), true, CLOCK);
    const made = KNOBS.map(([name, label, unit, stops]) => {
      const turned = (/** @type {number} */ value) => this.turning.turn({ [name]: value });
      return [name, new Slider(label, stops, (value) => plain(value) + unit, turned)];
    });
    this.#sliders = Object.fromEntries(made);
    const token = h("input", { id: "token", type: "password", autocomplete: "off" });
    const use = () => this.#use(token.value);
    token.addEventListener("keydown", (event) => event.key === "Enter" && use());
    this.#asked = h(
      "div",
      { class: "token" },
      h("label", { for: "token" }, "Token"),
      token,
      button("Use it", use),
      h("span", { class: "small" }, TOKEN_WANTED),
    );
    this.#turnable(false);
    const sliders = KNOBS.map(([name]) => this.#sliders[name].element);
    this.#root = h(
      "section",
      { class: "lab", "aria-label": `The server, ${handler}` },
      h("div", { class: "knobs" }, ...sliders),
      this.#asked,
      this.trouble,
      legend(),
      this.panel.element,
      ...this.spoken.elements,
    );
    const shadow = this.attachShadow({ mode: "open" });
    const all = themeStyles() + labStyles + uplotStyles + leakStyles + styles;
    shadow.append(h("style", {}, all), this.#root);
  }

  /** @param {boolean} may */
  #turnable(may) {
    for (const slider of Object.values(this.#sliders)) slider.input.disabled = !may;
    this.#asked.hidden = may;
  }

  /** The address may bring the token: what follows its # is sent to nobody. */
  #linked() {
    const token = new URLSearchParams(location.hash.slice(1)).get("token");
    if (token) this.#use(token);
  }

  /** @param {string} token */
  async #use(token) {
    this.turning.token = token.trim();
    this.#turnable(await this.turning.check());
  }

  #follow() {
    /** @type {any} */
    const engine = {
      live: (/** @type {unknown} */ _asked, /** @type {(frame: ServedFrame) => void} */ hears) =>
        follow({ frame: (frame) => this.#goesOn(frame) && hears(frame), lost: () => this.#lost() }),
    };
    const asked = { setting: /** @type {any} */ ({}), pace: 1 };
    this.#live = new Live(engine, [this.handler], asked, {
      shown: () => this.#draw(),
      said: () => this.spoken.read(),
      failed: () => this.#lost(),
    });
  }

  /**
   * Whether the frame goes on from the last one. The page of another server is loaded; after the
   * line was lost all is taken again, for the server begins with all that it keeps.
   * @param {ServedFrame} frame
   */
  #goesOn({ server }) {
    this.#server ??= server;
    if (server !== this.#server) location.reload();
    else if (this.#here) return true;
    else this.#again();
    return false;
  }

  #again() {
    this.#live?.close();
    this.#here = true;
    this.#follow();
  }

  #lost() {
    this.#here = false;
    this.spoken.say(LOST, 0);
  }

  #draw() {
    const live = this.#live;
    const frame = /** @type {ServedFrame | null} */ (live?.frame ?? null);
    if (!live || !frame) return;
    const [run] = live.runs;
    const ends = { t: live.end, tasks: Math.max(run.peak, 1) * 1.05 };
    this.panel.show(live.times(0), run, live.sample(run), ends, false, true);
    if (this.#here) this.spoken.show(sentence(this.handler, run, frame));
    if (!this.turning.busy) this.#settle(frame.knobs);
  }

  /**
   * The sliders where the knobs are, whoever turned them.
   * @param {Settings} knobs
   */
  #settle(knobs) {
    for (const [name, , , stops] of KNOBS) {
      const slider = this.#sliders[name];
      if (slider.value === knobs[name]) continue;
      const disabled = slider.input.disabled;
      slider.setStops(within(stops, knobs[name]));
      slider.near(knobs[name]);
      slider.input.disabled = disabled;
    }
  }

  /** @param {number | null} index */
  #point(index) {
    const [run] = this.#live?.runs ?? [];
    if (run && this.#live) this.panel.say(run, index ?? this.#live.sample(run), true);
  }

  #fit() {
    this.panel.fit();
    this.#draw();
  }
}

/**
 * The stops, with a value that may lie between or beyond them.
 * @param {number[]} stops
 * @param {number} value
 */
const within = (stops, value) =>
  stops.includes(value) ? stops : [...stops, value].sort((a, b) => a - b);
