// How wide words are in a font, for what is drawn: axes, lanes.

/** @type {Map<string, number>} */
const known = new Map();
/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/**
 * The width of `words` in px.
 * @param {string} words
 * @param {string} font as CSS has it
 */
export function wideOf(words, font) {
  const key = `${font}|${words}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  pen ??= document.createElement("canvas").getContext("2d");
  if (pen) pen.font = font;
  const wide = pen ? pen.measureText(words).width : words.length * 8;
  known.set(key, wide);
  return wide;
}
