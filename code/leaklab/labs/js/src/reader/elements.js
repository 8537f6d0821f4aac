// Each element that readers act with, besides labs, under its tag.

import { AnswerBox } from "./answer-box/answer-box.js";
import { AnswerTally } from "./answer-box/answer-tally.js";
import { BetList } from "./bets/bet-list.js";
import { BetSaid } from "./bets/bet-said.js";
import { KeptHere } from "./bets/kept-here.js";
import { PlaceBet } from "./bets/place-bet.js";
import { CodeBench } from "./code-bench/code-bench.js";
import { TeachingNotes } from "./teaching-notes.js";

/** @type {Record<string, CustomElementConstructor>} */
export const READER_ELEMENTS = {
  "answer-box": AnswerBox,
  "answer-tally": AnswerTally,
  "bet-list": BetList,
  "bet-said": BetSaid,
  "kept-here": KeptHere,
  "place-bet": PlaceBet,
  "code-bench": CodeBench,
  "teaching-notes": TeachingNotes,
};
