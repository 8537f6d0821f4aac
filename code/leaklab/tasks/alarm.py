"""An alarm on the slope of the task count, and where it is wrong.

A leak adds tasks for as long as its cause lasts; work adds them for no longer than a request
lives. So the alarm asks whether the count has risen steadily over a window, for a while, although
requests arrive at the same rate as before. In Prometheus it is `deriv(go_goroutines[5m]) > 5` with
a `for:` clause, and a second condition on the requests' rate.

False alarms: a server that warms up after its start; latency that grows while the rate does not
(use a window and a hold that are long beside the slowest request); clients that connect and stay.
Silence: a leak slower than the limit; a leak whose traffic changes all the time, for the second
condition mutes it; and a leak that has ended, for then nothing rises any more.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaklab.tasks.checks import WEEK_S, check_number

ROUNDING_S = 1e-9


class Reading(NamedTuple):
    """What a monitoring system scrapes: tasks alive at `t_s`, and requests started until then."""

    t_s: float
    tasks: int
    started: int


class Slope(NamedTuple):
    """At `t_s`: tasks gained a second over the window before, and whether the alarm rings."""

    t_s: float
    per_s: float
    rings: bool


@dataclass(frozen=True, kw_only=True)
class SlopeAlarm:
    """Rings while the slope has been above `per_s` for `hold_s`, at a flat arrival rate.

    The slope is a least-squares line through the readings of the last `window_s` seconds, in
    tasks a second. The rate is flat when the two halves of the window differ by at most the
    share `flat`; None leaves that condition out. Raises ValueError for numbers out of range.
    """

    per_s: float = 5.0
    window_s: float = 300.0
    hold_s: float = 0.0
    flat: float | None = 0.1

    def __post_init__(self) -> None:
        check_number("per_s", self.per_s, "tasks/s", 0, 100_000, zero_ok=True)
        check_number("window_s", self.window_s, "s", 0, WEEK_S)
        check_number("hold_s", self.hold_s, "s", 0, WEEK_S, zero_ok=True)
        if self.flat is not None:
            check_number("flat", self.flat, "of the rate", 0, 1, zero_ok=True)

    def slopes(self, readings: Sequence[Reading]) -> list[Slope]:
        """The slope at each reading that has a whole window before it, and whether it rings.

        Raises ValueError where a reading is earlier than the one before it.
        """
        _check_order(readings)
        found: list[Slope] = []
        above_since_s: float | None = None
        for end, reading in enumerate(readings):
            begin_s = reading.t_s - self.window_s
            if begin_s < readings[0].t_s - ROUNDING_S:
                continue
            window = [r for r in readings[: end + 1] if r.t_s >= begin_s - ROUNDING_S]
            per_s = _slope(window)
            if per_s > self.per_s and self._flat(window):
                above_since_s = reading.t_s if above_since_s is None else above_since_s
            else:
                above_since_s = None
            held = above_since_s is not None and reading.t_s - above_since_s >= self.hold_s
            found.append(Slope(reading.t_s, per_s, held))
        return found

    def first_ring_s(self, readings: Sequence[Reading]) -> float | None:
        """When it rings first, in seconds; None if it never does. ValueError as `slopes`."""
        return next((slope.t_s for slope in self.slopes(readings) if slope.rings), None)

    def _flat(self, window: Sequence[Reading]) -> bool:
        if self.flat is None:
            return True
        middle = window[len(window) // 2]
        older, newer = (
            (last.started - first.started) / (last.t_s - first.t_s) if last.t_s > first.t_s else 0
            for first, last in ((window[0], middle), (middle, window[-1]))
        )
        return abs(newer - older) <= self.flat * max(newer, older)


def _check_order(readings: Sequence[Reading]) -> None:
    """Raise ValueError unless the times never fall."""
    for place, (before, after) in enumerate(itertools.pairwise(readings), start=1):
        if not before.t_s <= after.t_s:
            raise ValueError(
                f"readings must be in the order of their times: number {place + 1} is of "
                f"{after.t_s} s, the one before it of {before.t_s} s"
            )


# statistics.linear_regression gives the same slope but for its last bits, and other ones on Python
# 3.12, which adds up in another way: a notebook's output would depend on the reader's Python.
def _slope(window: Sequence[Reading]) -> float:
    """The least-squares slope of the tasks over time; 0 for a single reading."""
    mean_t = sum(reading.t_s for reading in window) / len(window)
    mean_n = sum(reading.tasks for reading in window) / len(window)
    spread = sum((reading.t_s - mean_t) ** 2 for reading in window)
    rise = sum((reading.t_s - mean_t) * (reading.tasks - mean_n) for reading in window)
    return rise / spread if spread else 0.0
