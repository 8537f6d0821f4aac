// The page's verdicts on many answers: node judge.mjs JOB.json, which holds pairs of what a box
// has inside and of answers to it. Prints as JSON a list of verdicts for each pair.

import { readFileSync } from "node:fs";

const source = "../../code/leaklab/labs/js/src/reader/answer-box/judge.js";
const { judgeChoice, judgeNumber } = await import(new URL(source, import.meta.url));
const judge = { number: judgeNumber, choice: judgeChoice };
const pairs = JSON.parse(readFileSync(process.argv[2], "utf8"));
const verdicts = pairs.map(([known, answers]) => answers.map((one) => judge[known.kind](known, one)));
console.log(JSON.stringify(verdicts));
