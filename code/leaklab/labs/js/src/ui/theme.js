// Light or dark, as the page around the lab has it: the book's switch, JupyterLab's, the system's.

import { LOOKS, THEMES } from "../made/roles.js";

/** @import { Role } from "../made/roles.js" */

const systemDark = () => matchMedia("(prefers-color-scheme: dark)");

/** Whether the surrounding page is dark now. */
export function isDark() {
  const html = document.documentElement;
  if (html.dataset.theme) return html.dataset.theme === "dark";
  const light = document.body?.dataset.jpThemeLight;
  return light ? light === "false" : systemDark().matches;
}

/** The colours in the page as it is now, for what CSS does not reach: canvases. */
export const ink = () => THEMES[isDark() ? "dark" : "light"];

/**
 * The colour of a role's lines and words in the page as it is now.
 * @param {Role} role
 */
export const colourOf = (role) => (isDark() ? LOOKS[role].fill : LOOKS[role].colour);

/** The same colours for style sheets, as custom properties: `--ink` and so on. */
export const themeStyles = () =>
  [
    `.lab { ${properties(THEMES.light)} }`,
    `.lab[data-dark="true"] { ${properties(THEMES.dark)} }`,
  ].join("\n");

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
  signal.addEventListener("abort", () => observer.disconnect());
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
