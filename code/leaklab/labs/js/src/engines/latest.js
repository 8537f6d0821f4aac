// One question is under way at a time, and of those that wait only the latest is kept: a slider
// that is dragged asks faster than any engine can run.

export class Latest {
  /** `send(question, done)` begins one question and calls `done(answer)` once it is answered. */
  constructor(send) {
    this.send = send;
    this.underWay = null;
    this.waiting = null;
  }

  /** The answer to `question`; null if a newer question took its place. */
  ask(question) {
    return new Promise((resolve) => {
      this.waiting?.resolve(null);
      this.waiting = { question, resolve };
      this.next();
    });
  }

  next() {
    if (this.underWay || !this.waiting) return;
    const { question, resolve } = (this.underWay = this.waiting);
    this.waiting = null;
    this.send(question, (answer) => {
      this.underWay = null;
      resolve(answer);
      this.next();
    });
  }

  /** Nobody waits any more. */
  close() {
    this.waiting?.resolve(null);
    this.underWay?.resolve(null);
    this.waiting = null;
  }
}
