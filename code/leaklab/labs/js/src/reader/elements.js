// Each element that readers act with, besides labs, under its tag.

/** @type {Record<string, CustomElementConstructor>} */
export const READER_ELEMENTS = {};
