// Each element that readers act with, besides labs, under its tag.

import { CodeBench } from "./code-bench/code-bench.js";

/** @type {Record<string, CustomElementConstructor>} */
export const READER_ELEMENTS = {
  "code-bench": CodeBench,
};
