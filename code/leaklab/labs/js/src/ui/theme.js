// Light or dark, as the page around the lab has it: the book's switch, JupyterLab's, the system's.

const systemDark = () => matchMedia("(prefers-color-scheme: dark)");

/** Whether the surrounding page is dark now. */
export function isDark() {
  const html = document.documentElement;
  if (html.dataset.theme) return html.dataset.theme === "dark";
  const body = document.body;
  if (body && body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  return systemDark().matches;
}

const INK = {
  light: { ink: "#1f2328", grid: "#d0d7de" },
  dark: { ink: "#e6e6e6", grid: "#48566b" },
};

/** The colours of axes and grid lines in the page as it is now. */
export const ink = () => INK[isDark() ? "dark" : "light"];

/** Call `changed` when the page turns light or dark. Returns a function that stops it. */
export function watchTheme(changed) {
  const observer = new MutationObserver(changed);
  const filter = { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] };
  observer.observe(document.documentElement, filter);
  if (document.body) observer.observe(document.body, filter);
  const query = systemDark();
  query.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    query.removeEventListener("change", changed);
  };
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
