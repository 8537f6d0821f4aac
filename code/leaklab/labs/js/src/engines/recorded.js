// The recorded engine: answers made when the book was built, one for each combination of stops.

export class RecordedEngine {
  /** `data` as it stands in the page; `recall(data, question)` finds the answer in it. */
  constructor(data, recall) {
    this.data = data;
    this.recall = recall;
    this.any = false;
  }

  /** The answer to `question`, at once. */
  ask(question) {
    return this.recall(this.data, question);
  }
}
