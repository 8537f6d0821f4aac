// What goes between the page and the worker with Python in it, around the labs' own messages.

/** A message for Python, as text; `needs` names a zip whose modules must be importable first. */
export type ToWorker = { number: number; said: string; needs?: string };

/** How far the start is: `share` from 0 to 1, and in words. */
export type Progress = { share: number; words: string };

export type FromWorker =
  | Progress
  | { ready: true } // Python can be asked
  | { failed: string } // Python cannot be started
  | { said: string } // Python's own message, as text
  | { number: number; failed: string; dead: boolean }; // a message came to nothing; dead: all will
