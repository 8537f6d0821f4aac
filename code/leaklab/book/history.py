"""Chapter 10. How two channels in Kubernetes were built, and when that changed: data.

Numbers are pull requests and issues of kubernetes/kubernetes. Days are those of the merge, of the
report for issues, and of the last review that we found for #10656 and #29594.
"""

from datetime import date
from typing import NamedTuple

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
    Event(date(2016, 8, 9), "the filter closes its channel", 29594),
    Event(date(2016, 9, 26), "200,000+ goroutines reported", 33472),
    Event(date(2018, 8, 29), "the leak is born", 68001),
    Event(date(2019, 8, 25), "the leak is reported", 81900),
    Event(date(2019, 10, 1), "the fix", 83333),
    Event(date(2019, 12, 6), "the write-up", None),
)


def days_between(first: int, second: int) -> int:
    """Days from one event to another, each named by its number. ValueError for unknown ones."""
    return (_day(second) - _day(first)).days


def _day(number: int) -> date:
    for event in EVENTS:
        if event.number == number:
            return event.day
    known = ", ".join(f"{event.number}" for event in EVENTS if event.number)
    raise ValueError(f"#{number} is not in the history; there are: {known}")
