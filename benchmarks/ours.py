"""Measurements of `simulate` itself. Each runs in a process of its own, see `benchmarks.one`."""

import contextlib
import sys
from functools import partial
from statistics import median
from unittest import mock

from trio.testing import MockClock

from benchmarks.measure import Numbers, cpu_s, resident_bytes, wall_s
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

SOME = Scenario(rate_per_s=10, duration_s=1)
THOUSAND = Scenario(rate_per_s=1000, duration_s=1, every_s=1)
PARKED = Scenario(rate_per_s=1000, duration_s=45, every_s=1)
SLIDER = Scenario(rate_per_s=50, duration_s=10)
MILLION = Scenario(rate_per_s=5000, duration_s=200, every_s=1)


def parked(*, mock_clock: bool, patient: bool) -> Numbers:
    """45,000 parked tasks: seconds of the whole run, and bytes per task while they are parked.

    With `mock_clock` the same port runs under trio's own virtual clock. Without `patient` the
    garbage collector stays as Python leaves it.
    """
    leave_alone = mock.patch.object(
        sys.modules["leaklab.simulation.simulate"], "rare_gc", contextlib.nullcontext
    )
    look: list[int] = []

    def run(scenario: Scenario) -> Run:
        return simulate(
            scenario,
            "k8s-1.12",
            probe=(scenario.horizon_s - 1, lambda: look.append(resident_bytes())),
            clock=MockClock(autojump_threshold=0) if mock_clock else None,
        )

    runs = []
    with contextlib.nullcontext() if patient else leave_alone:
        run(SOME)  # loads what is loaded on first use
        before = resident_bytes()
        seconds = cpu_s(lambda: runs.append(run(PARKED)))
    (result,) = runs
    assert result.tasks_left == result.outcomes.timeouts_504 == 45_000
    return {"seconds": seconds, "bytes_per_task": (look[-1] - before) / result.tasks_left}


def scaling() -> Numbers:
    """µs per request in runs of 1,000 and of 45,000 requests, warm, in pairs; medians."""
    pairs = []
    simulate(THOUSAND)
    for _ in range(5):
        small_s = median(cpu_s(partial(simulate, THOUSAND)) for _ in range(9))
        pairs.append((small_s / 1_000 * 1e6, cpu_s(partial(simulate, PARKED)) / 45_000 * 1e6))
    return {
        "small_us": median(small for small, _ in pairs),
        "large_us": median(large for _, large in pairs),
        "ratio": median(large / small for small, large in pairs),
    }


def slider() -> Numbers:
    """Milliseconds of what one move of a slider runs: 500 requests, warm."""
    simulate(SLIDER)
    return {"ms": 1e3 * median(wall_s(partial(simulate, SLIDER)) for _ in range(15))}


def million(handler: str) -> Numbers:
    """A million requests through a fixed handler: seconds, tasks left, memory on the way.

    `mb_at` gives resident megabytes by percent of the run's virtual time. Traffic flows for the
    first 98 %, and the last task ends before 99 %.
    """
    mb_at: dict[int, float] = {}

    def look(share: float) -> None:
        mb_at[round(share * 200)] = resident_bytes() / 1e6

    simulate(SOME, handler)
    runs: list[Run] = []
    seconds = wall_s(lambda: runs.append(simulate(MILLION, handler, progress=look)))
    (result,) = runs
    assert result.outcomes.started == result.outcomes.timeouts_504 == 1_000_000
    later = [mb for step, mb in mb_at.items() if step >= 20]
    return {
        "seconds": seconds,
        "tasks_left": result.tasks_left,
        "tasks_peak": result.tasks_peak,
        "mb_at": {"10": mb_at[20], "50": mb_at[100], "98": mb_at[196], "99.5": mb_at[199]},
        "growth_mb": max(later) - mb_at[20],
    }
