// Made by tools/labs/generate.py from leaklab.labs.limits_lab.modes. Do not edit.

export const NAMES = {
  "slots": "Limit",
  "place": "The limit stands",
  "handler": "Server",
  "retries": "A failed call is tried again",
  "patience_s": "The client waits",
  "pages": "Pages of the list",
  "list_s": "The whole list takes",
  "client_s": "The client's clock",
  "server_s": "The server's clock",
  "own_s": "The handler's clock",
  "listens": "The handler stops when it is cancelled"
};

/** By picture. @type {Record<string, Record<string, string>>} */
export const COUNTS = {
  "work": {
    "answered": "answered in time (200)",
    "timed_out": "timed out (504)",
    "refused": "refused (429)",
    "most_at_work": "handlers at work, at most",
    "left": "left for ever"
  },
  "pull": {
    "sent": "calls in the hour",
    "answered": "answered (200)",
    "timed_out": "timed out (504)",
    "gave_up": "given up by the client",
    "peak": "tasks at once, at most",
    "left": "left for ever"
  }
};
