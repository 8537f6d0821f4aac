// <room-join>: the page on which a participant joins, with the code of the address or a typed one.

import { h } from "../ui/dom.js";
import { call, isDone } from "./call.js";
import { enter, me } from "./me.js";
import { say } from "./page.js";

const KEPT = `The room's computer keeps the nickname, which bets you place with the choice, and which \
exercises you solve; also those that this browser already has. The leader sees them. Nothing else \
is sent or kept: no address, no device, no text that you write.`;
const ERASE = "You can leave and erase it at any time, at the foot of each page.";
const LONGEST = 24;
const BEGIN = "/chapters/workshop.html";

export class RoomJoin extends HTMLElement {
  #says = h("p", { role: "status", class: "says" });
  #code = h("input", { id: "code", autocomplete: "off", autocapitalize: "off", maxlength: 20 });
  #name = h("input", { id: "nickname", autocomplete: "off", maxlength: LONGEST });

  connectedCallback() {
    this.#code.value = location.hash.slice(1, 21);
    this.#draw();
  }

  #draw() {
    const there = me();
    this.replaceChildren(
      h("main", {}, h("h1", {}, "Join the room"), ...(there ? this.#inside(there) : this.#form())),
    );
    if (!there && !matchMedia("(pointer: coarse)").matches) {
      (this.#code.value ? this.#name : this.#code).focus();
    }
  }

  #form() {
    const form = h(
      "form",
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.#join();
        },
      },
      h("label", { for: "code" }, "The room's code"),
      this.#code,
      h("label", { for: "nickname" }, "A nickname, or nothing"),
      this.#name,
      h("button", { type: "submit", class: "first" }, "Join"),
      this.#says,
    );
    return [form, h("p", {}, KEPT), h("p", {}, ERASE), h("p", {}, back("Read without joining"))];
  }

  /** @param {import("./me.js").Me} there */
  #inside({ nickname }) {
    return [
      h("p", {}, nickname ? `You are in this room, as ${nickname}.` : "You are in this room."),
      h("p", {}, back("Open the book")),
      h("p", {}, ERASE),
    ];
  }

  async #join() {
    const asked = { code: this.#code.value, nickname: this.#name.value };
    const answer = await call("join", "", asked);
    if (!isDone(answer)) {
      say(this.#says, `Not yet: ${answer.error}.`);
      this.#code.focus();
      return;
    }
    enter(answer.body);
    history.replaceState(null, "", location.pathname + location.search); // no code in the address
    this.#draw();
    this.querySelector("a")?.focus();
  }
}

/**
 * A link to where the reader came from, or to the page for participants: the book's first page tells
 * the result of its first bet.
 * @param {string} words
 */
function back(words) {
  const from = new URLSearchParams(location.search).get("from") ?? "";
  return h("a", { href: /^(\/[\w-]+)+\.html$/.test(from) ? from : BEGIN, class: "first" }, words);
}
