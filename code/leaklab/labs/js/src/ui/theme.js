// Light or dark, as the page around the lab has it: the book's switch, JupyterLab's or marimo's, the
// system's.

import { LOOKS, THEMES } from "../made/roles.js";

/** @import { Role } from "../made/roles.js" */

const systemDark = () => matchMedia("(prefers-color-scheme: dark)");

/** Whether the surrounding page is dark now. */
export function isDark() {
  const html = document.documentElement;
  if (html.dataset.theme) return html.dataset.theme === "dark";
  const { theme, jpThemeLight: light } = document.body?.dataset ?? {};
  if (theme) return theme === "dark"; // marimo
  return light ? light === "false" : systemDark().matches;
}

const forcing = () => matchMedia("(forced-colors: active)");

/** Whether the reader's system gives all colours: roles are then told apart by their hatches. */
export const areForced = () => forcing().matches;

/** @typedef {import("../made/roles.js").Theme} Theme */

/** @type {Theme | null} */
let forced = null; // asked for once: a repaint has no time for it

/** The system's colours in the place of a theme's. @returns {Theme} */
function systemTheme() {
  const probe = document.createElement("i");
  probe.style.cssText =
    "forced-color-adjust: none; color: CanvasText; background: Canvas; outline-color: Highlight";
  document.documentElement.append(probe);
  const { color, backgroundColor, outlineColor } = getComputedStyle(probe);
  const [ink, paper, accent] = [color, backgroundColor, outlineColor];
  probe.remove();
  const theme = { ink, paper, accent, soft: paper, line: ink, grid: ink, mixed: paper };
  return { ...theme, shade: paper, memory: ink, haze: paper };
}

/** The colours in the page as it is now, for what CSS does not reach: canvases. */
export function ink() {
  if (!areForced()) return THEMES[isDark() ? "dark" : "light"];
  forced ??= systemTheme();
  return forced;
}

/**
 * The colour of a role's lines and words in the page as it is now.
 * @param {Role} role
 */
export function colourOf(role) {
  if (areForced()) return ink().ink;
  return isDark() ? LOOKS[role].fill : LOOKS[role].colour;
}

/** The same colours for style sheets, as custom properties: `--ink` and so on. */
export const themeStyles = () =>
  [
    `.lab { ${properties(THEMES.light)} }`,
    `.lab[data-dark="true"] { ${properties(THEMES.dark)} }`,
    `@media (forced-colors: active) { .lab, .lab[data-dark="true"] { ${properties(SYSTEM)} } }`,
  ].join("\n");

/** The themes' colours where the system gives them all. @type {Theme} */
const SYSTEM = {
  ink: "CanvasText",
  paper: "Canvas",
  soft: "Canvas",
  line: "CanvasText",
  accent: "Highlight",
  grid: "GrayText",
  mixed: "Canvas",
  shade: "Canvas",
  memory: "CanvasText",
  haze: "Canvas",
};

/** @param {Record<string, string>} theme */
const properties = (theme) =>
  Object.entries(theme)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");

/**
 * Call `changed` when the page turns light or dark, until `signal` is aborted.
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function watchTheme(changed, signal) {
  const observer = new MutationObserver(changed);
  const filter = { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] };
  observer.observe(document.documentElement, filter);
  if (document.body) observer.observe(document.body, filter);
  systemDark().addEventListener("change", changed, { signal });
  const given = () => {
    forced = null;
    changed();
  };
  forcing().addEventListener("change", given, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
