// The recorded engine: answers made when the book was built, one for each combination of stops.

/** @import { Engine } from "./engine.js" */

/** @implements {Engine} */
export class RecordedEngine {
  any = false;

  /**
   * `data` as it stands in the page; `recall(data, question)` finds the answer in it.
   * @param {any} data
   * @param {(data: any, question: any) => any} recall
   */
  constructor(data, recall) {
    this.data = data;
    this.recall = recall;
  }

  /**
   * The answer to `question`, at once.
   * @param {any} question
   */
  ask(question) {
    return this.recall(this.data, question);
  }
}
