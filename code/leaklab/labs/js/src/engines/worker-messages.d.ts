// What goes between the page and the worker with Python in it, around the labs' own messages.

/**
 * A message for Python, as text; `needs` names a zip whose modules must be importable first, `to`
 * the module whose `hearing_text` hears it: without, the labs' session.
 */
export type ToWorker = { number: number; said: string; needs?: string; to?: string };

/** A reader's line of Python for the exercise `id`; heard by leaklab.book.exercises.grading. */
export type Grade = { number: number; grade: { id: string; text: string; recorded: any } };

/** Files for the clinic, as base64; heard by leaklab.labs.clinic. */
export type Diagnose = {
  number: number;
  clinic: {
    files: { name: string; data: string; modified_ms: number | null }[];
    anonymous: boolean;
  };
};

/** How far the start is: `share` from 0 to 1, and in words. */
export type Progress = { share: number; words: string };

export type FromWorker =
  | Progress
  | { ready: true } // Python can be asked
  | { failed: string } // Python cannot be started
  | { said: string } // Python's own message, as text
  | { number: number; failed: string; dead: boolean }; // a message came to nothing; dead: all will
