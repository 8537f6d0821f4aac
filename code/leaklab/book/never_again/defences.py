"""What each defence says of the leak and of the mend, and when: every word from a run."""

import re

from leaklab import recordings
from leaklab.book.never_again import canary, late_request
from leaklab.book.never_again.evening import LEAKY, MENDED, minute, spend
from leaklab.tasks.alarm import SlopeAlarm

VERSIONS = (LEAKY, MENDED)
HEADS = ("defence", "speaks", "says of 1.12", "says of 1.17")
CROWD = 10_000  # chosen: so many tasks of one kind are worth a look
GO_127 = "go1.27.3__tripled_latency_L0.9__{}.goroutineleak.debug1"


def leaks_found(name: str) -> int:
    """The total of a recorded goroutineleak profile of the real filter."""
    total = re.search(r"total (\d+)", recordings.profile_text(GO_127.format(name)))
    assert total is not None
    return int(total[1])


def rows(alarm: SlopeAlarm) -> list[list[str]]:
    """One row a defence, in the order in which they would have come: see `HEADS`."""
    tested = ["passes" if late_request.passes(name) else "fails" for name in VERSIONS]
    grown = [f"{sum(each.growth for each in canary.growth(name)):+d} tasks" for name in VERSIONS]
    rung_s = alarm.first_ring_s(spend(LEAKY).readings)
    crowded_s = spend(LEAKY).crowded_s(CROWD)
    found = [f"{leaks_found(name)} found" for name in ("k8s-1.12.4.end", "k8s-1.17.0.mid")]
    return [
        ["leak assertion in a test", "before the merge", *tested],
        ["profile difference", f"{canary.TO_S - canary.FROM_S:g} s in a canary", *grown],
        ["alarm on the slope", minute(rung_s), *_rung(alarm)],
        [f"{CROWD:,} tasks of one kind", minute(crowded_s), *_crowded()],
        ["Go's goroutineleak profile", "whenever it is asked", *found],
    ]


def _rung(alarm: SlopeAlarm) -> list[str]:
    said = []
    for name in VERSIONS:
        t_s = alarm.first_ring_s(spend(name).readings)
        said.append("silent" if t_s is None else f"rings at {spend(name).at(t_s).tasks:,} tasks")
    return said


def _crowded() -> list[str]:
    return ["silent" if spend(name).crowded_s(CROWD) is None else "reported" for name in VERSIONS]
