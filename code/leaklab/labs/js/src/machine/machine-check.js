// <machine-check>: whether this browser can do what the book asks of it, a line each, with the fix.
// What costs megabytes is tried on a press alone; the result is a text that can be sent to a leader.

import { ENGINE_MB, refusal } from "../engines/page.js";
import { button, h } from "../ui/dom.js";
import labStyles from "../ui/lab.css";
import { isDark, themeStyles, watchTheme } from "../ui/theme.js";
import * as judged from "./judged.js";
import styles from "./machine.css";
import { facts, room } from "./probes.js";
import { findLite, stop, tinyRun } from "./tiny-run.js";

/** @import { Facts, Finding } from "./judged.js" */

const OFFER = ENGINE_MB ? `Start Python here (loads ${ENGINE_MB} MB once)` : "Start Python here";

export class MachineCheck extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {HTMLElement} */
  #root;
  /** @type {Facts | null} */
  #facts = null;
  /** What was found on a press. @type {Finding[]} */
  #asked = [];
  #running = false;

  list = h("ul", { class: "found" });
  says = h("p", { class: "says", role: "status" });
  bar = h("progress", { max: 1, hidden: true, "aria-label": "Loading Python" });
  start = button(OFFER, () => (this.#running ? stop("you stopped it") : this.#start()));
  text = h("textarea", { id: "result", rows: 8, readonly: true, spellcheck: false });
  copied = h("span", { role: "status" });

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const paint = () => {
      this.#root.dataset.dark = String(isDark());
    };
    watchTheme(paint, signal);
    paint();
    const look = () => {
      if (!this.#facts) return;
      this.#facts = { ...this.#facts, width: innerWidth, room: room() };
      this.#show();
    };
    addEventListener("resize", look, { signal });
    const roomComes = new MutationObserver(look); // the room's own script may run later
    roomComes.observe(document.documentElement, { attributeFilter: ["data-room"] });
    signal.addEventListener("abort", () => roomComes.disconnect());
    this.#look();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    stop("the check was left");
  }

  #build() {
    const shadow = this.attachShadow({ mode: "open" });
    this.#root = h(
      "section",
      { class: "lab", "aria-label": "Check of this browser" },
      this.list,
      h("p", { class: "row" }, this.start, this.bar),
      this.says,
      h(
        "details",
        { class: "more" },
        h("summary", {}, "The result as a text"),
        h("label", { for: "result" }, "To send to the leader, if something needs a fix:"),
        this.text,
        h(
          "p",
          { class: "row" },
          button("Copy the result", () => this.#copy()),
          this.copied,
        ),
      ),
    );
    shadow.append(h("style", {}, themeStyles() + labStyles + styles), this.#root);
  }

  async #look() {
    this.#facts = await facts();
    const why = refusal();
    this.start.hidden = Boolean(why);
    if (why) this.#asked = [judged.noPython(why)];
    this.#show();
    this.says.textContent = judged.summary(this.#found);
  }

  get #found() {
    return this.#facts ? [...judged.judged(this.#facts, ENGINE_MB), ...this.#asked] : [];
  }

  #show() {
    const found = this.#found;
    const lines = found.map(({ state, what, fix }) =>
      h(
        "li",
        { class: state },
        h("span", { class: "state" }, judged.STATES[state]),
        h("div", { class: "what" }, h("p", {}, what), fix ? h("p", {}, fix) : ""),
      ),
    );
    const text = judged.asText(found, navigator.userAgent);
    if (text === this.text.value) return;
    this.list.replaceChildren(...lines);
    this.text.value = text;
    this.copied.textContent = "";
  }

  async #start() {
    this.#running = true;
    this.start.textContent = "Stop";
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    let python;
    try {
      const ran = await tinyRun(({ share, words }) => {
        this.bar.value = share;
        if (this.says.textContent !== `${words}.`) this.says.textContent = `${words}.`;
      });
      python = judged.python(ran);
    } catch (error) {
      python = judged.noPython(/** @type {Error} */ (error).message);
    }
    this.#asked = [python, judged.lite(await findLite())];
    this.#running = false;
    this.start.textContent = OFFER.replace("Start", "Try").replace(/ \(.*/, " again");
    this.bar.hidden = true;
    this.#show();
    this.says.textContent = `${python.what} ${judged.summary(this.#found)}`;
  }

  async #copy() {
    this.text.select();
    const done = await navigator.clipboard?.writeText(this.text.value).then(
      () => true,
      () => false,
    );
    this.copied.textContent = done ? "Copied." : "Selected: copy it with Ctrl-C.";
  }
}
