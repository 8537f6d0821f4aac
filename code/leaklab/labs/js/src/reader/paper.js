// What a page does on its way to paper: what is folded is open, and it is light, whatever the theme.
// Afterwards it is as it was.

const FOLDED = "article details:not([open]):not(.behind)"; // code behind a result stays away

/**
 * Get the page ready whenever it is printed.
 * @param {Document} page
 */
export function readyForPaper(page) {
  const html = page.documentElement;
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  /** @type {string | undefined} */
  let theme;
  addEventListener("beforeprint", () => {
    if (opened.length > 0 || theme !== undefined) return;
    opened = [...page.querySelectorAll(FOLDED)].map(
      (each) => /** @type {HTMLDetailsElement} */ (each),
    );
    for (const each of opened) each.open = true;
    theme = html.dataset.theme;
    if (theme !== undefined) html.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    if (theme !== undefined) html.dataset.theme = theme;
    opened = [];
    theme = undefined;
  });
}
