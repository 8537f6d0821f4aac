// <room-bar>: one line at the foot of each page of the book: whether the room hears this browser, who
// else is here, and what the leader asks for. It covers nothing for good: the page gets room below.

import { watch } from "../reader/store.js";
import { button, h } from "../ui/dom.js";
import { isDark, themeStyles, watchTheme } from "../ui/theme.js";
import styles from "./bar.css";
import { call, isDone } from "./call.js";
import { listen } from "./listen.js";
import { leave, me } from "./me.js";
import { Sender } from "./sender.js";
import { connection, LOOK, pointsTo } from "./words.js";

/** @typedef {import("./words.js").State} State */

export class RoomBar extends HTMLElement {
  /** @type {AbortController | null} what runs while somebody has joined */
  #joined = null;
  /** @type {AbortController | null} */
  #line = null;
  /** @type {Sender | null} */
  #sender = null;
  #token = "";
  #leaving = false;
  /** @type {State | null} */
  #state = null;
  #connected = false;
  #why = "";
  #open = false;
  /** @type {Set<string>} bets that were opened on this page, or before it */
  #opened = new Set();
  #says = h("span", { class: "line" });
  #join = h("a", { class: "join", href: `/room/?from=${encodeURIComponent(location.pathname)}` });
  #look = h("p", { class: "look", role: "alert" });
  #news = h("p", { class: "news", role: "status" });
  #what = h("p", { class: "small" });
  #failed = h("p", { class: "small", role: "status" });
  #panel = h("div", { class: "panel", id: "room-panel", hidden: true });
  #more = button("You in this room", () => this.#unfold(!this.#open), {
    "aria-expanded": "false",
    "aria-controls": "room-panel",
  });
  #root = h("section", { class: "lab bar", "aria-label": "Room" });

  connectedCallback() {
    this.#join.textContent = "Join the room";
    this.#panel.append(
      this.#what,
      button("Leave", () => this.#leave()),
      " ",
      button("Leave, and erase what I sent", () => this.#erase()),
      this.#failed,
    );
    const row = h("div", { class: "row" }, this.#says, this.#join, this.#more);
    this.#root.append(this.#look, this.#news, row, this.#panel);
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#panel.hidden) return;
      this.#unfold(false);
      this.#more.focus();
    });
    const shadow = this.attachShadow({ mode: "open" });
    shadow.append(h("style", {}, themeStyles() + styles), this.#root);
    const { signal } = new AbortController();
    const paint = () => {
      this.#root.dataset.dark = String(isDark());
    };
    watchTheme(paint, signal);
    paint();
    new ResizeObserver(() => this.#makeRoom()).observe(this.#root);
    document.addEventListener("visibilitychange", () => this.#follow(), { signal });
    watch(() => this.#lookAgain(), signal);
    this.#lookAgain();
    this.#draw();
  }

  /** Whoever has joined or left, here or in another tab. */
  #lookAgain() {
    const token = me()?.token ?? "";
    if (token === this.#token) return;
    const before = this.#token;
    this.#joined?.abort();
    this.#line?.abort();
    this.#line = null;
    this.#sender = null;
    this.#state = null;
    this.#connected = false;
    this.#token = token;
    // all that is kept was erased: then what was sent is to go as well
    if (before && !token && !this.#leaving) call("erase", before, {});
    if (token) {
      this.#why = "";
      this.#joined = new AbortController();
      const gone = (/** @type {string} */ why) => this.#gone(why);
      this.#sender = new Sender(() => this.#draw(), gone, this.#joined.signal);
    }
    this.#follow();
    this.#draw();
  }

  /** A page in sight listens; others do not, for a browser has six lines to a server. */
  #follow() {
    if (!this.#token || document.hidden) {
      this.#line?.abort();
      this.#line = null;
      return;
    }
    if (this.#line) return;
    this.#line = new AbortController();
    const hearer = {
      heard: (/** @type {State} */ state) => this.#hear(state),
      lost: (/** @type {string} */ why) => {
        this.#connected = false;
        this.#why = why;
        this.#draw();
      },
      gone: (/** @type {string} */ why) => this.#gone(why),
    };
    listen("participant", this.#token, hearer, this.#line.signal);
  }

  /** @param {State} state */
  #hear(state) {
    const first = !this.#state;
    const back = !this.#connected;
    this.#connected = true;
    this.#state = state;
    this.#why = "";
    for (const name of state.opened) {
      if (this.#opened.has(name)) continue;
      this.#opened.add(name);
      // as when a search leads into what is folded: open for this visit
      const fold = document.getElementById(`after-bet-${name}`);
      fold?.dispatchEvent(new Event("beforematch"));
      if (fold && !first) this.#tell("The results are open: ", `#bet-${name}`, "to the bet");
    }
    for (const name of this.#opened) if (!state.opened.includes(name)) this.#opened.delete(name);
    if (back) this.#sender?.flush();
    this.#draw();
  }

  /** @param {string} why */
  #gone(why) {
    this.#leaving = true;
    leave();
    this.#leaving = false;
    this.#why = why;
    this.#draw();
  }

  /** @param {string} words @param {string} href @param {string} title */
  #tell(words, href, title) {
    this.#news.replaceChildren(words, h("a", { href }, title));
  }

  #draw() {
    const state = this.#state;
    const joined = Boolean(this.#token);
    const line = joined
      ? connection(this.#connected, state, this.#sender?.waiting ?? 0, this.#why)
      : this.#why && `Room: ${this.#why}.`;
    say(this.#says, line);
    this.#join.hidden = joined;
    this.#more.hidden = !joined;
    if (!joined) this.#unfold(false);
    const name = me()?.nickname;
    say(
      this.#what,
      `${name ? `You are ${name}.` : "You have given no name."} The room is told \
which bets you place and which exercises you solve, and nothing else.`,
    );
    say(this.#look, state?.paused ? LOOK : "");
    this.#root.classList.toggle("paused", Boolean(state?.paused));
    const { link } = state ?? {};
    if (link && this.dataset.link !== link.href) this.#tell(pointsTo, link.href, link.title);
    if (!link && this.dataset.link) this.#news.replaceChildren();
    this.dataset.link = link?.href ?? "";
  }

  /** @param {boolean} open */
  #unfold(open) {
    this.#open = open;
    this.#panel.hidden = !open;
    this.#more.setAttribute("aria-expanded", String(open));
  }

  #leave() {
    this.#leaving = true;
    leave();
    this.#leaving = false;
    this.#join.focus();
  }

  async #erase() {
    const answer = await call("erase", this.#token, {});
    if (!isDone(answer) && answer.status !== 401) {
      say(this.#failed, `Not erased: ${answer.error}.`);
      return;
    }
    this.#leave();
    this.#why = "what you sent is erased";
    this.#draw();
  }

  /** Nothing at the end of the page, and nothing that has the focus, is below the bar. */
  #makeRoom() {
    const height = `${Math.ceil(this.#root.getBoundingClientRect().height)}px`;
    document.body.style.paddingBottom = height;
    document.documentElement.style.scrollPaddingBottom = height;
  }
}

/** @param {HTMLElement} element @param {string} words */
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
