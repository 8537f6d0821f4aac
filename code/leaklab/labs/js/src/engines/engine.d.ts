// What every engine has, whichever answers: runs recorded in the page, a kernel, or Pyodide.

import type { Failure, Frame, LabData, LeakKnobs, Told } from "../made/wire.js";

/** An answer, or the reason why there is none. */
export type Answered<A> = A | Failure;

/** A live run: it is told things until it is closed. */
export interface Channel {
  tell(message: Told): void;
  close(): void;
}

export interface Engine<D extends LabData = any, Q = any, A = any> {
  /** What the lab is made from: stops, words, recorded answers. */
  readonly data: D;
  /** Whether it can answer between the recorded stops. */
  readonly any: boolean;
  /** What to say while an answer takes long. */
  readonly busy?: string;
  /** At once, or later; null if a newer question took this one's place. */
  ask(question: Q): Answered<A> | Promise<Answered<A> | null>;
  /** Begin a live run, if it can; `hears` is given every frame, or why there is no more. */
  live?(
    asked: { setting: LeakKnobs; pace: number },
    hears: (frame: Frame | Failure) => void,
  ): Channel;
  /** Let go of whatever answers. */
  close?(): void;
}
