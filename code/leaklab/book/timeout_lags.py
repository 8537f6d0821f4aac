"""Chapter 2. When the server left tasks behind, and how long after the client had a timeout."""

import itertools

from leaklab.simulation.run import COLUMNS, Run
from leaklab.tasks.checks import check_choice


def rises_s(run: Run, role: str = "parked") -> list[float]:
    """The times of the samples, in s, at which the count of `role` had risen, once a task.

    Samples must be close together to tell the times well. ValueError for an unknown role.
    """
    check_choice("role", role, COLUMNS[1:])
    times: list[float] = []
    for before, after in itertools.pairwise(run.samples):
        times += [after.t_s] * max(0, getattr(after, role) - getattr(before, role))
    return times


def timeout_lags_s(run: Run) -> list[float]:
    """For each pull that failed, how many seconds later the server's parked tasks rose by one.

    ValueError if the run has no platform, or not as many rises as failed pulls.
    """
    if run.pulls is None:
        raise ValueError("the run has no platform: its scenario needs platform=Platform(...)")
    rises, missed = rises_s(run), run.pulls.missed_s
    if len(rises) != len(missed):
        raise ValueError(f"{len(missed)} pulls failed, but {len(rises)} tasks were left behind")
    return [round(rise - miss, 6) for rise, miss in zip(rises, missed, strict=True)]
