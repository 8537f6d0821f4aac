// HTML as a text, in which every value is escaped unless it is markup that was made here.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** A text of our own, which is markup already. @param {string} text */
export const ours = (text) => new Markup(text);

/** @typedef {Markup | string | number | boolean | null | undefined | Value[]} Value */

/** What no page may hold, and what turns the words around it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** @param {Value} value @returns {string} */
function escaped(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(escaped).join("");
  if (typeof value === "boolean" || value === null || value === undefined) return "";
  return String(value)
    .replace(UNWANTED, "\ufffd")
    .replace(/[&<>"']/g, (sign) => SIGNS[/** @type {keyof typeof SIGNS} */ (sign)]);
}

/**
 * A template whose values are escaped; lists are joined; a truth value, null, undefined: "".
 * @param {TemplateStringsArray} parts
 * @param {...Value} values
 */
export const html = (parts, ...values) =>
  new Markup(parts.reduce((text, part, n) => text + escaped(values[n - 1]) + part));
