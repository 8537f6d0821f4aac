// A whole number as readers write it: 1,000 or 1 000, with its unit, in the digits of their script.

const ZEROS = [0x660, 0x6f0, 0x966]; // Arabic, Persian and Devanagari digits begin here
const GROUPED = /^[-+]?\d{1,3}(([,'_ ])\d{3})(\2\d{3})*$/;
const SHOWN = 30;
/** @type {Record<string, string[]>} */
const SHORT = { seconds: ["s", "sec", "secs"], milliseconds: ["ms", "msec"] };

/** @param {string} letter */
function plainDigit(letter) {
  const code = letter.codePointAt(0) ?? 0;
  const zero = ZEROS.find((each) => code >= each && code < each + 10);
  return zero === undefined ? letter : String(code - zero);
}

/**
 * The text in plain digits, straight quotes and single spaces.
 * @param {string} text
 */
export const plain = (text) =>
  text
    .normalize("NFKC") // full width, and spaces that do not break
    .replace(/\p{Decimal_Number}/gu, plainDigit)
    .replace(/[\u066c\u2019]/g, "'")
    .replace(/\u201c|\u201d|\u201e/g, '"')
    .replace(/\u2018|\u201a/g, "'")
    .replace(/\u2212/g, "-")
    .replace(/\s+/g, " ")
    .trim();

/**
 * Without the unit behind the number, such as "10 s" or "3 tasks".
 * @param {string} text
 * @param {string} unit in the plural
 */
function withoutUnit(text, unit) {
  const names = [unit, unit.replace(/s$/, ""), ...(SHORT[unit] ?? [])];
  const found = /^(.*\d)\s*([a-z]+)\.?$/i.exec(text);
  return found && names.includes(found[2].toLowerCase()) ? found[1] : text;
}

/**
 * The number that a reader has typed, or in one line why it is none.
 * @param {string} typed
 * @param {string} unit
 * @param {number} limit
 * @returns {{number: number, why?: undefined} | {number?: undefined, why: string}}
 */
export function readNumber(typed, unit, limit) {
  const wanted = `a whole number of ${unit} from 0 to ${limit.toLocaleString("en")}`;
  const text = withoutUnit(plain(typed), unit);
  if (!text) return { why: `Nothing is there yet: write ${wanted}.` };
  const long = typed.trim();
  const shown = long.length > SHOWN ? `${long.slice(0, SHOWN)}…` : long;
  if (/^[-+]?\d{1,3}(\.\d{3})+$/.test(text)) {
    return { why: `${shown} can be read in two ways: write it without the point, ${wanted}.` };
  }
  const bare = GROUPED.test(text) ? text.replace(/[,'_ ]/g, "") : text;
  const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare) ? Number(bare) : Number.NaN;
  if (Number.isFinite(number) && !Number.isInteger(number)) {
    return { why: `${shown} is not a whole number: round it as the question asks.` };
  }
  if (!(number >= 0 && number <= limit)) return { why: `${shown} is not ${wanted}.` };
  return { number: number + 0 };
}
