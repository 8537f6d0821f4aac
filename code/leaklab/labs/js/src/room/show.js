// <room-show>: the projector's page. How to come in, who is here, how the room has bet; no nicknames.

import { h } from "../ui/dom.js";
import { call, isDone } from "./call.js";
import { listen } from "./listen.js";
import { bars, codeInAddress, say, solvedTable, votesSaid } from "./page.js";
import { many } from "./words.js";

/** @import { Shown } from "./page.js" */

const WANTED = "Open this page from the leader's, or with #CODE at the end of its address.";

export class RoomShow extends HTMLElement {
  #line = new AbortController();
  #state = h("p", { class: "state", role: "status" });
  #entry = h("section", { class: "entry", "aria-label": "How to come in" });
  #here = h("p", { class: "here" });
  #bet = h("section", { class: "bet", "aria-label": "The bet" });
  #solved = h("section", { class: "solved", "aria-label": "Exercises solved" });
  #seen = "";

  connectedCallback() {
    this.classList.add("projector");
    addEventListener("hashchange", () => location.reload(), { signal: this.#line.signal });
    const code = codeInAddress();
    const main = h("main", {}, h("h1", {}, "The room"), this.#state, this.#entry);
    main.append(this.#bet, this.#solved);
    this.replaceChildren(main);
    if (code) this.#open(code);
    else say(this.#state, WANTED);
  }

  disconnectedCallback() {
    this.#line.abort();
  }

  /** @param {string} code */
  async #open(code) {
    const answer = await call("address", code);
    if (!isDone(answer)) {
      say(this.#state, `${answer.error}. ${WANTED}`);
      return;
    }
    const { url, qr } = answer.body;
    const typed = h("strong", { class: "code" }, answer.body.code);
    this.#entry.append(
      h("img", { src: qr, alt: "QR code of the room's address, with its code", class: "qr" }),
      h(
        "div",
        {},
        h("p", { class: "url" }, url.replace(/^http:\/\//, "")),
        h("p", {}, "Code ", typed),
        this.#here,
      ),
    );
    const hearer = {
      heard: (/** @type {Shown} */ shown) => this.#draw(shown),
      lost: () => say(this.#state, "The room's server does not answer. It is tried again."),
      gone: (/** @type {string} */ why) => say(this.#state, `${why}.`),
    };
    listen("show", code, hearer, this.#line.signal);
  }

  /** @param {Shown} state */
  #draw({ here, joined, paused, shown, solved, link }) {
    const points = link ? `Now: ${link.title}. ` : "";
    say(this.#state, paused ? "Look to the front, please." : points.trim());
    say(this.#here, `${here} here${joined > here ? `, ${joined} joined` : ""}`);
    this.classList.toggle("with-bet", Boolean(shown));
    const seen = JSON.stringify([shown, solved, here]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#bet.hidden = !shown;
    if (shown) {
      this.#bet.replaceChildren(
        h("h2", {}, shown.question),
        bars(shown),
        h("p", { class: "votes" }, votesSaid(shown, here)),
      );
    }
    const table = solvedTable(solved);
    this.#solved.hidden = Boolean(shown) || !table.length;
    const people = many(joined, "person", "people");
    this.#solved.replaceChildren(
      h("h2", {}, `Exercises solved, of ${people} who joined`),
      ...table,
    );
  }
}
