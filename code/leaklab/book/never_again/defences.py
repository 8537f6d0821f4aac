"""Chapter 10. What each defence reports of the leak and of the fix, and when, taken from runs."""

import re

from leaklab import recordings
from leaklab.book.never_again import canary, evening, late_request
from leaklab.book.page import Table
from leaklab.tasks.alarm import SlopeAlarm

VERSIONS = (evening.LEAKY, evening.FIXED)
DEFENCE_HEADS = ("defence", "speaks", "says of 1.12", "says of 1.17")
MANY_TASKS = 10_000  # chosen: so many tasks of one kind are worth a look
GO_127 = "go1.27.3__tripled_latency_L0.9__{}.goroutineleak.debug1"


def leaks_found(name: str) -> int:
    """The total of a recorded goroutineleak profile of the real filter."""
    total = re.search(r"total (\d+)", recordings.profile_text(GO_127.format(name)))
    assert total is not None
    return int(total[1])


def rows(alarm: SlopeAlarm) -> list[list[str]]:
    """One row a defence, in the order in which they would have come: see `DEFENCE_HEADS`."""
    tested = ["passes" if late_request.passes(name) else "fails" for name in VERSIONS]
    grown = [f"{sum(each.growth for each in canary.growth(name)):+d} tasks" for name in VERSIONS]
    rung_s = alarm.first_ring_s(evening.run(evening.LEAKY).readings)
    many_s = evening.run(evening.LEAKY).first_s(MANY_TASKS)
    found = [f"{leaks_found(name)} found" for name in ("k8s-1.12.4.end", "k8s-1.17.0.mid")]
    return [
        ["leak assertion in a test", "before the merge", *tested],
        ["profile difference", f"{canary.TO_S - canary.FROM_S:g} s in a canary", *grown],
        ["alarm on the slope", evening.minute(rung_s), *_rung(alarm)],
        [f"{MANY_TASKS:,} tasks of one kind", evening.minute(many_s), *_many()],
        ["Go's goroutineleak profile", "whenever it is asked", *found],
    ]


def defences_table(alarm: SlopeAlarm) -> Table:
    """The same for the page."""
    return Table(DEFENCE_HEADS, rows(alarm))


def _rung(alarm: SlopeAlarm) -> list[str]:
    cells = []
    for name in VERSIONS:
        t_s = alarm.first_ring_s(evening.run(name).readings)
        cells.append(
            "silent" if t_s is None else f"rings at {evening.run(name).at(t_s).tasks:,} tasks"
        )
    return cells


def _many() -> list[str]:
    return [
        "silent" if evening.run(name).first_s(MANY_TASKS) is None else "reported"
        for name in VERSIONS
    ]
