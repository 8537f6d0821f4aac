// What a reader takes along from this browser: a page to keep, a text, or a file for another copy of
// the book, which is taken in here too.

import { button, h } from "../../ui/dom.js";
import { asText } from "../bets/words.js";
import { entries, read, write } from "../store.js";
import { fromFile, MOST_BYTES, toFile } from "./carry.js";
import { asPage } from "./page.js";

/** @import { Chapter } from "./sort.js" */

const FILES = { page: "my-parked-forever.html", text: "parked-forever.txt" };
const CARRIED = "my-parked-forever.json";

/**
 * Have the browser save a file.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The chapters with their bets, as the list of all bets on this page has them. @returns {Chapter[]} */
function chapters() {
  /** @type {Chapter[]} */
  const found = [];
  for (const part of document.querySelectorAll("bet-list :is(h3, [data-bet])")) {
    const link = part.querySelector("a");
    const words = link?.textContent?.trim() ?? "";
    if (part.matches("h3")) {
      found.push({ page: link?.getAttribute("href") ?? "", title: words, bets: [] });
    } else {
      found.at(-1)?.bets.push({ name: part.getAttribute("data-bet") ?? "", question: words });
    }
  }
  return found;
}

const today = () => new Date().toLocaleDateString("en-GB", { dateStyle: "long" });

/** @param {number} count */
const things = (count) => `${count} ${count === 1 ? "thing" : "things"}`;

/** Take in a file; what to say of it. @param {File} file */
async function takeIn(file) {
  try {
    if (file.size > MOST_BYTES) throw new Error("it is larger than 5 MB");
    const { entries: held, refused } = fromFile(await file.text());
    const fresh = held.filter(({ kind, id }) => read(kind, id) === null);
    const kept = fresh.map(({ kind, id, value }) => write(kind, id, value)).every(Boolean);
    const said = [`${things(fresh.length)} taken in from ${file.name}.`];
    const here = held.length - fresh.length;
    if (here) said.push(`${things(here)} stayed as they were here.`);
    if (refused) said.push(`${things(refused)} of no known kind left out.`);
    if (!kept) said.push("This browser keeps nothing more: they last as long as this page.");
    return said.join(" ");
  } catch (error) {
    return `${file.name} was not taken in: ${/** @type {Error} */ (error).message}.`;
  }
}

/** @param {string} words @param {boolean} checked */
function option(words, checked) {
  const input = h("input", { type: "checkbox", checked });
  return { input, element: h("label", { class: "bet-all" }, input, ` ${words}`) };
}

/**
 * The buttons; `say` is told what came of a press.
 * @param {(words: string) => void} say
 * @returns {HTMLElement[]}
 */
export function takeAlong(say) {
  const date = option("with the date", true);
  const name = option("with an empty line for a name", false);
  const file = h("input", { type: "file", id: "taken-in", accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    say(await takeIn(chosen));
    file.value = ""; // the same file can be chosen again
  });
  const asHtml = () => {
    const how = { date: date.input.checked ? today() : "", name: name.input.checked };
    save(FILES.page, "text/html", asPage(chapters(), entries(), how));
    say(`Your browser saves ${FILES.page}: open it in any browser, or print it.`);
  };
  const asPlain = () => {
    save(FILES.text, "text/plain", asText(entries()));
    say(`Your browser saves ${FILES.text}.`);
  };
  const asCarried = () => {
    save(CARRIED, "application/json", toFile(entries()));
    say(`Your browser saves ${CARRIED}: take it in on this page of another copy of the book.`);
  };
  return [
    h("p", { class: "bet-do" }, button("Save as a page", asHtml), date.element, name.element),
    h(
      "p",
      { class: "bet-do" },
      button("Save as a text file", asPlain),
      button("Save for another browser", asCarried),
    ),
    h(
      "p",
      { class: "bet-do" },
      h("label", { for: "taken-in" }, "Take in what another browser saved: "),
      file,
    ),
  ];
}
