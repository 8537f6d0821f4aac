// Tags made known to the browser, each by itself: one that cannot be leaves the others alone.

/**
 * @param {Record<string, CustomElementConstructor>} elements by tag
 */
export function defineEach(elements) {
  for (const [tag, element] of Object.entries(elements)) {
    try {
      if (!customElements.get(tag)) customElements.define(tag, element);
    } catch (error) {
      console.error(`${tag} could not be started:`, error);
    }
  }
}
