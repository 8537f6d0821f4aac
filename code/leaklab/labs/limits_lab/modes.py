"""What each mode of the lab is about: its picture, its knobs with their stops, tasks for readers.

All times are in seconds and chosen, but for the timeout of 60, which is Kubernetes' own. The words
of `KNOBS` and `COUNTS` are the page's too.
"""

from typing import NamedTuple

from leaklab.labs.limits_data import LimitsGoal, LimitsKnobs

HANDLERS = ("k8s-1.12", "k8s-1.17")
NEVER_REACHED = 100  # slots: of 100 requests a second, each of 0.9 s, 90 are at work at once
SLOTS = (5, 10, 20, 40, NEVER_REACHED)
WORK_S = 75.0  # what the work of a chain takes, if no clock of its own ends it
MANY = 1_000_000

KNOBS = {
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
    "listens": "The handler stops when it is cancelled",
}
UNITS = {name: "s" for name in KNOBS if name.endswith("_s")} | {"retries": "times"}
LEFT = "left for ever"
COUNTS = {
    "work": {
        "answered": "answered in time (200)",
        "timed_out": "timed out (504)",
        "refused": "refused (429)",
        "most_at_work": "handlers at work, at most",
        "left": LEFT,
    },
    "pull": {
        "sent": "calls in the hour",
        "answered": "answered (200)",
        "timed_out": "timed out (504)",
        "gave_up": "given up by the client",
        "peak": "tasks at once, at most",
        "left": LEFT,
    },
}


class Mode(NamedTuple):
    """One idea. `picture` is "work" (handlers at work over those that wait), "pull" (the calls of
    a pull, and the hour) or "clocks" (one call: its client and its tasks).

    `stops` has the knobs in the order of the page; the first is in sight, a single stop is none.
    """

    picture: str
    stops: dict[str, tuple[float, ...] | tuple[str, ...]]
    start: LimitsKnobs
    goals: tuple[LimitsGoal, ...]


MODES = {
    "slots": Mode(
        "work",
        {"slots": SLOTS, "handler": HANDLERS, "place": ("inside",)},
        {"slots": NEVER_REACHED, "handler": "k8s-1.12", "place": "inside"},
        (
            {
                "text": "Have at most 10 handlers at work.",
                "at": {},
                "within": {"most_at_work": (1, 10)},
            },
            {
                "text": "Refuse none and leave none.",
                "at": {},
                "within": {"refused": (0, 0), "left": (0, 0)},
            },
        ),
    ),
    "place": Mode(
        "work",
        {"place": ("inside", "outside"), "slots": SLOTS, "handler": HANDLERS},
        {"place": "inside", "slots": 20, "handler": "k8s-1.12"},
        (
            {
                "text": "Have more handlers at work than the limit says.",
                "at": {},
                "within": {"over_limit": (1, MANY)},
            },
            {
                "text": "Leave fewer than 50 on k8s-1.12, with the limit outside.",
                "at": {"place": "outside", "handler": "k8s-1.12"},
                "within": {"left": (0, 49)},
            },
        ),
    ),
    "retries": Mode(
        "pull",
        {
            "retries": (0, 1, 2, 3, 4),
            "patience_s": (10.0, 30.0, 65.0),
            "listens": ("no", "yes"),
            "pages": (1,),
            "list_s": (75.0,),
        },
        {"retries": 0, "patience_s": 65.0, "listens": "no", "pages": 1, "list_s": 75.0},
        (
            {
                "text": "Leave twice as many as without a retry.",
                "at": {},
                "within": {"left": (12, 12)},
            },
            {
                "text": "Have clients give up, and leave none.",
                "at": {},
                "within": {"gave_up": (1, MANY), "left": (0, 0)},
            },
        ),
    ),
    "pages": Mode(
        "pull",
        {
            "pages": (1, 2, 4, 10, 20),
            "list_s": (45.0, 75.0, 150.0, 300.0),
            "retries": (0, 3),
            "patience_s": (65.0,),
            "listens": ("no",),
        },
        {"pages": 1, "list_s": 75.0, "retries": 0, "patience_s": 65.0, "listens": "no"},
        (
            {
                "text": "Leave none, with a list that takes 75 s.",
                "at": {"list_s": 75.0},
                "within": {"left": (0, 0)},
            },
            {
                "text": "Leave none, with a list that takes 300 s and at most 60 calls an hour.",
                "at": {"list_s": 300.0},
                "within": {"left": (0, 0), "sent": (1, 60)},
            },
        ),
    ),
    "clocks": Mode(
        "clocks",
        {
            "own_s": (5.0, 40.0, 50.0, WORK_S),
            "client_s": (10.0, 30.0, 65.0, 90.0),
            "server_s": (20.0, 60.0, 100.0),
            "listens": ("no", "yes"),
        },
        {"own_s": 50.0, "client_s": 65.0, "server_s": 60.0, "listens": "no"},
        (
            {"text": "Leave a task for ever.", "at": {}, "within": {"left": (1, MANY)}},
            {
                "text": "Have the client give up, and leave none.",
                "at": {},
                "within": {"gave_up": (1, 1), "left": (0, 0)},
            },
            {
                "text": "Get an answer from a server whose timeout is 20 s.",
                "at": {"server_s": 20.0},
                "within": {"answered": (1, 1)},
            },
        ),
    ),
}
