// What stands around the picture: what readers press and choose, and what they are told.

import { plain } from "../../data.js";
import { button, h } from "../../ui/dom.js";
import { radios } from "./look.js";
import * as words from "./words.js";

/** @import { SendData } from "../../made/wire.js" */

/**
 * What the reader's hand sets going.
 * @typedef {{
 *   send: () => void, many: () => void, restart: () => void,
 *   line: (name: string) => void, server: (handler: string) => void,
 * }} Presses
 */

export class Controls {
  /**
   * @param {SendData} data
   * @param {SVGElement} picture
   * @param {Presses} presses
   */
  constructor(data, picture, presses) {
    this.send = button("Send a request", presses.send, { class: "main" });
    this.many = button(words.sendMany(data.many), presses.many, { class: "unmet" });
    this.again = button("Restart", presses.restart, {
      ...{ class: "unmet", title: "Restart the server" },
    });
    const lines = Object.entries(data.lines).map(([name, s]) => [name, `${name}, ${plain(s)} s`]);
    this.lines = radios("Line", lines, presses.line);
    const servers = Object.keys(data.stories).map((name) => [name, words.version(name)]);
    this.servers = radios("Server", servers, presses.server);
    this.servers.classList.add("unmet");
    this.says = h("p", { class: "says", "aria-hidden": "true" }, words.FIRST);
    this.fate = h("p", { class: "fate", role: "status" });
    this.tally = h("p", { class: "tally" });
    this.root = h(
      "section",
      { class: "lab", "aria-label": "Send a request" },
      h("div", { class: "row" }, this.send, this.lines),
      h("div", { class: "picture" }, picture),
      ...[this.says, this.fate, this.tally],
      h("div", { class: "row more" }, this.many, this.again, this.servers),
    );
  }

  /** Say what is seen now: for the eye alone, it may change with each frame. @param {string} text */
  say(text) {
    if (this.says.textContent !== text) this.says.textContent = text;
  }

  /** Tell what has happened, to a screen reader too. @param {string} text */
  tell(text) {
    this.fate.textContent = text;
  }

  /** Name what the first button does. @param {string} text */
  label(text) {
    if (this.send.textContent !== text) this.send.textContent = text;
  }

  /** Choose the slow line. */
  setSlow() {
    const slow = this.lines.querySelector("input[value=slow]");
    if (slow) /** @type {HTMLInputElement} */ (slow).checked = true;
  }

  /** A task is left behind: now there is more to choose. */
  reveal() {
    for (const part of [this.many, this.again, this.servers]) part.classList.remove("unmet");
  }

  /** @param {boolean} goesOn whether the machine sends, so that it cannot be asked again */
  machine(goesOn) {
    if (goesOn) this.many.setAttribute("aria-disabled", "true");
    else this.many.removeAttribute("aria-disabled");
  }
}
