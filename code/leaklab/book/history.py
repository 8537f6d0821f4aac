"""Chapter 7. How two channels in Kubernetes were built, and when that changed: data.

Numbers are pull requests and issues of kubernetes/kubernetes. Days are those of the merge, of the
report for issues, of the remark for #20652, and of the last review that we found for #10656 and
#29594.
"""

from datetime import date
from typing import NamedTuple

from leaklab.book.page import Table

FATES = ("no leak", "a panic ends the process", "leaks")


class Era(NamedTuple):
    """How a channel was built for a while; `fate` is one of `FATES`. None: earlier, or still."""

    channel: str
    fate: str
    start: date | None
    end: date | None


class Event(NamedTuple):
    """What happened on a day: `number` is the pull request or issue, None for the write-up."""

    day: date
    what: str
    number: int | None


class Step(NamedTuple):
    """What a pull request changed in the filter's file; `first` is the first line's .0 with it.

    Some were carried back to patch releases of older lines: see `release_traits`.
    """

    merged: date
    number: int
    first: str
    what: str


REST = "rest.go"
FILTER = "timeout.go"

ERAS = {
    REST: (
        Era("no room", "leaks", None, date(2015, 3, 11)),
        Era("room for one", "no leak", date(2015, 3, 11), None),
    ),
    FILTER: (
        Era("room for one", "no leak", date(2015, 7, 22), date(2016, 8, 9)),
        Era("no room, closed", "a panic ends the process", date(2016, 8, 9), date(2018, 8, 29)),
        Era("no room, sent", "leaks", date(2018, 8, 29), date(2019, 10, 1)),
        Era("… drained", "no leak", date(2019, 10, 1), None),
    ),
}

EVENTS = (
    Event(date(2015, 3, 11), "room for one, in rest.go", 5316),
    Event(date(2015, 7, 22), "the filter is written", 10656),
    Event(date(2016, 2, 4), "a suspicion", 20652),
    Event(date(2016, 8, 9), "the filter closes its channel", 29594),
    Event(date(2016, 9, 26), "200,000+ goroutines reported", 33472),
    Event(date(2018, 8, 29), "the leak is born", 68001),
    Event(date(2019, 8, 25), "the leak is reported", 81900),
    Event(date(2019, 10, 1), "the fix", 83333),
    Event(date(2019, 12, 6), "the write-up", None),
)

# timeout.go after #83333, one taken back; releases from the tags of kubernetes/apiserver
SINCE_THE_FIX = (
    Step(date(2019, 10, 22), 83427, "1.17.0", "a timeout is counted as a termination"),
    Step(date(2020, 11, 10), 95002, "1.20.0", "an answer cut off leaves no stack in the log"),
    Step(date(2020, 11, 16), 96061, "reverted", "a deadline in the context: the first try"),
    Step(date(2021, 1, 28), 96901, "1.21.0", "a deadline in the context, in place of the timer"),
    Step(date(2021, 5, 7), 97428, "1.22.0", "every late end is reported and counted"),
    Step(date(2021, 10, 5), 104920, "1.23.0", "a shared helper wraps the writer"),
    Step(date(2022, 1, 10), 107452, "1.24.0", "the worker has a copy of the headers"),
    Step(date(2022, 2, 8), 107992, "1.24.0", "the termination is counted after the answer"),
    Step(date(2022, 3, 24), 108455, "1.24.0", "the worker has a clone of the request"),
    Step(date(2022, 10, 15), 112374, "1.26.0", "no stack in the access log for its 504"),
    Step(date(2024, 4, 18), 121970, "1.31.0", "the report is a structured entry"),
)


def dates_table() -> Table:
    """What happened to the two channels, a row a day."""
    rows = [[f"{e.day}", e.what, f"#{e.number}" if e.number else ""] for e in EVENTS]
    return Table(["day", "what happened", "number"], rows)


def since_table() -> Table:
    """What became of the filter after the fix, a row a pull request."""
    rows = [[f"#{step.number}", f"{step.merged}", step.first, step.what] for step in SINCE_THE_FIX]
    return Table(["pull request", "merged", "from", "what it changed"], rows)


def days_between(first: int, second: int) -> int:
    """Days from one event to another, each named by its number. ValueError for unknown ones."""
    return (_day(second) - _day(first)).days


def _day(number: int) -> date:
    for event in EVENTS:
        if event.number == number:
            return event.day
    known = ", ".join(f"{event.number}" for event in EVENTS if event.number)
    raise ValueError(f"#{number} is not in the history; there are: {known}")
