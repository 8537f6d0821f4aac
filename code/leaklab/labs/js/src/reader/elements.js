// Each element that readers act with, besides labs, under its tag.

import { AnswerBox } from "./answer-box/answer-box.js";
import { AnswerTally } from "./answer-box/answer-tally.js";
import { CodeBench } from "./code-bench/code-bench.js";

/** @type {Record<string, CustomElementConstructor>} */
export const READER_ELEMENTS = {
  "answer-box": AnswerBox,
  "answer-tally": AnswerTally,
  "code-bench": CodeBench,
};
