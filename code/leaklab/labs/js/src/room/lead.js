// <room-lead>: the leader's page. What the projector shows, what is open, who is how far.

import { button, Choice, h } from "../ui/dom.js";
import { call, isDone } from "./call.js";
import { listen } from "./listen.js";
import { bars, codeInAddress, say, solvedTable, votesSaid } from "./page.js";

/** @import { Shown } from "./page.js" */

/**
 * @typedef {{page: string, title: string, sections: {id: string, title: string}[],
 *   bets: {name: string, question: string}[]}} Chapter
 * @typedef {Shown & {voted: Record<string, number>, spread: boolean, link_place: string,
 *   people: {nickname: string, bets: number, solved: number}[]}} Lead
 */

const KEY = "parked-forever-leader"; // for this tab alone, and until it is closed
const NONE = "";

export class RoomLead extends HTMLElement {
  #line = new AbortController();
  #code = "";
  /** @type {Chapter[]} */
  #chapters = [];
  /** @type {Lead | null} */
  #state = null;
  #says = h("p", { role: "status", class: "says" });
  #here = h("p", { class: "here" });
  #spread = h("div", {});
  #people = h("div", {});
  #solved = h("div", {});
  /** @type {Choice} */
  #bet;
  /** @type {Choice} */
  #place;
  #pause = button("", () => this.#do({ paused: !this.#state?.paused }), { class: "first" });
  #reveal = button("", () => this.#do({ spread: !this.#state?.spread }));
  #open = button("", () => this.#turn());
  #erase = button("Erase all", () => this.#ask(true));
  #sure = h("span", { hidden: true });

  connectedCallback() {
    addEventListener("hashchange", () => this.#begin(), { signal: this.#line.signal });
    this.#begin();
  }

  disconnectedCallback() {
    this.#line.abort();
  }

  /** The code comes with the address, and leaves it at once: a projector may show the address. */
  #begin() {
    const given = codeInAddress();
    if (given) {
      history.replaceState(null, "", location.pathname);
      sessionStorage.setItem(KEY, given);
    }
    const code = sessionStorage.getItem(KEY) ?? "";
    if (code) this.#enter(code);
    else this.#askCode("");
  }

  /** @param {string} why */
  #askCode(why) {
    const input = h("input", { id: "leader", type: "password", autocomplete: "off" });
    const form = h(
      "form",
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          sessionStorage.setItem(KEY, input.value);
          this.#enter(input.value);
        },
      },
      h("label", { for: "leader" }, "The leader's code"),
      input,
      h("button", { type: "submit", class: "first" }, "Lead"),
      h("p", { class: "says", role: "status" }, why),
    );
    const where = "The terminal in which leaklab room runs shows it.";
    this.replaceChildren(h("main", {}, h("h1", {}, "Lead the room"), form, h("p", {}, where)));
    input.focus();
  }

  /** @param {string} code */
  async #enter(code) {
    const answer = await call("lead/book", code);
    if (!isDone(answer)) {
      if (answer.status === 403) sessionStorage.removeItem(KEY);
      return this.#askCode(`${answer.error}.`);
    }
    this.#code = code;
    this.#chapters = answer.body.chapters;
    this.#build(answer.body.code);
    const hearer = {
      heard: (/** @type {Lead} */ state) => this.#draw(state),
      lost: () => say(this.#here, "The room's server does not answer. It is tried again."),
      gone: (/** @type {string} */ why) => this.#askCode(`${why}.`),
    };
    listen("lead", code, hearer, this.#line.signal);
  }

  /** @param {string} code the room's */
  #build(code) {
    this.#bet = new Choice("Bet", this.#bets(), (shown) => this.#do({ shown: shown || null }));
    this.#place = new Choice("Section", this.#places(), () => {});
    const point = button("Point to it", () => this.#do({ link: this.#place.value || null }));
    this.#sure.replaceChildren(
      "Erase everybody's votes, names and exercises? This cannot be taken back. ",
      button("Yes, erase all", () => this.#eraseAll()),
      " ",
      button("Keep it", () => this.#ask(false)),
    );
    const parts = [
      part("On the projector", this.#bet.element, row(this.#reveal, this.#open), this.#spread),
      part("In everybody's book", row(this.#pause), this.#place.element, row(point)),
      part("Exercises", this.#solved),
      part("Who is how far", this.#people),
      part(
        "What the room said",
        row(
          button("Save as CSV", () => this.#export("csv")),
          button("Save as JSON", () => this.#export("json")),
          this.#erase,
          this.#sure,
        ),
      ),
    ];
    const show = h(
      "a",
      { href: `/room/show#${code}`, target: "room-show" },
      "the projector's page",
    );
    const head = h(
      "p",
      {},
      "Room code ",
      h("strong", { class: "code" }, code),
      ". Open ",
      show,
      ".",
    );
    const main = h("main", {}, h("h1", {}, "Lead the room"), head, this.#here, this.#says);
    main.append(h("div", { class: "parts" }, ...parts));
    this.classList.add("leader");
    this.replaceChildren(main);
  }

  /** @returns {[string, string][]} */
  #bets() {
    const all = this.#chapters.flatMap(({ title, bets }) =>
      bets.map(({ name, question }) => [name, `${title}: ${short(question)}`]),
    );
    return [[NONE, "none: how to come in, and exercises"], .../** @type {any} */ (all)];
  }

  /** @returns {[string, string][]} */
  #places() {
    const all = this.#chapters.flatMap(({ page, title, sections }) => [
      [page, title],
      ...sections.map((each) => [`${page}#${each.id}`, `${title}: ${each.title}`]),
    ]);
    return [[NONE, "none"], .../** @type {any} */ (all)];
  }

  /** @param {object} what */
  async #do(what) {
    const answer = await call("lead/do", this.#code, what);
    say(this.#says, isDone(answer) ? "" : `Not done: ${answer.error}.`);
  }

  #turn() {
    const shown = this.#state?.shown;
    if (!shown) return;
    const open = this.#state?.opened.includes(shown.name);
    this.#do(open ? { close: shown.name } : { open: shown.name });
  }

  /** @param {Lead} state */
  #draw(state) {
    const before = this.#state;
    this.#state = state;
    const { shown, here, joined, people, solved, paused, spread, opened } = state;
    say(this.#here, `${here} here now, ${joined} joined.`);
    if (before?.shown?.name !== shown?.name) this.#bet.near(shown?.name ?? NONE);
    if (before?.link_place !== state.link_place) this.#place.near(state.link_place);
    say(
      this.#pause,
      paused ? "Go on: take “Look to the front” away" : "Pause: “Look to the front”",
    );
    const open = Boolean(shown && opened.includes(shown.name));
    this.#reveal.hidden = this.#open.hidden = !shown;
    say(this.#reveal, spread ? "Hold the spread back" : "Show the spread");
    this.#reveal.disabled = open;
    say(this.#open, open ? "Close the results" : "Open the results, for everybody");
    this.#spread.replaceChildren(
      ...(shown
        ? [h("p", {}, shown.question), bars(shown), h("p", {}, votesSaid(shown, here))]
        : []),
    );
    const none = [h("p", {}, "Nobody has solved one yet.")];
    this.#solved.replaceChildren(...(solved.length ? solvedTable(solved) : none));
    this.#people.replaceChildren(...peopleTable(people));
  }

  /** @param {boolean} asking */
  #ask(asking) {
    this.#sure.hidden = !asking;
    this.#erase.hidden = asking;
    const next = asking ? this.#sure.querySelector("button:last-child") : this.#erase;
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  async #eraseAll() {
    const answer = await call("lead/erase", this.#code, { everything: true });
    this.#ask(false);
    say(this.#says, isDone(answer) ? "All is erased." : `Not erased: ${answer.error}.`);
  }

  /** @param {"csv" | "json"} kind */
  async #export(kind) {
    const headers = { Authorization: `Bearer ${this.#code}` };
    try {
      const answer = await fetch(`/room/lead/export.${kind}`, { headers, cache: "no-store" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const url = URL.createObjectURL(await answer.blob());
      h("a", { href: url, download: `room.${kind}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
      say(this.#says, "");
    } catch (error) {
      say(this.#says, `Not saved: ${/** @type {Error} */ (error).message}.`);
    }
  }
}

/** @param {string} title @param {...Node} children */
const part = (title, ...children) =>
  h("section", { class: "part", "aria-label": title }, h("h2", {}, title), ...children);

/** @param {...Node} children */
const row = (...children) => h("p", { class: "row" }, ...children);

/** @param {string} words */
const short = (words) => (words.length > 70 ? `${words.slice(0, 69)}…` : words);

/** @param {Lead["people"]} people */
function peopleTable(people) {
  if (!people.length) return [h("p", {}, "Nobody has joined yet.")];
  const head = ["Nickname", "Bets", "Solved"].map((each) => h("th", { scope: "col" }, each));
  const rows = people.map(({ nickname, bets, solved }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("bdi", {}, nickname)),
      h("td", {}, String(bets)),
      h("td", {}, String(solved)),
    ),
  );
  return [h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows))];
}
