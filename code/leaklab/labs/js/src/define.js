// Tags made known to the browser, each by itself: one that cannot be leaves the others alone.

/** What stands in the place of an element that could not be started. */
export const FAILED = "This could not be started in this browser. What is shown is how it begins.";

/**
 * Show what stands inside of an element instead of it, and say so.
 * @param {Element} element
 */
export function tellFailed(element) {
  element.setAttribute("data-failed", "");
  const told = element.querySelector(":scope > p") ?? document.createElement("p");
  told.textContent = FAILED;
  element.append(told);
}

/**
 * @param {string} tag
 * @param {unknown} error
 */
function failed(tag, error) {
  console.error(`${tag} could not be started:`, error);
  const tell = () => document.querySelectorAll(tag).forEach(tellFailed);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tell);
  else tell();
}

/**
 * @param {Record<string, CustomElementConstructor>} elements by tag
 */
export function defineEach(elements) {
  for (const [tag, element] of Object.entries(elements)) {
    try {
      if (!customElements.get(tag)) customElements.define(tag, element);
    } catch (error) {
      failed(tag, error);
    }
  }
}

/**
 * The same for elements whose modules are to be evaluated one by one: a library that throws as it
 * is evaluated takes only those along that need it.
 * @param {Record<string, () => Promise<CustomElementConstructor>>} elements by tag
 */
export function defineLater(elements) {
  for (const [tag, element] of Object.entries(elements)) {
    element().then(
      (found) => defineEach({ [tag]: found }),
      (error) => failed(tag, error),
    );
  }
}
