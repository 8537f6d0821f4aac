"""Chapter 2: a client's timeouts laid over the server's tasks, on one time axis."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Area, Span, Strokes, stairs
from leaklab.book.figures.roles import SECONDS, key, stacked
from leaklab.roles import GRID, ROLES, STACKED
from leaklab.simulation.run import COLUMNS, Run, Sample

UPPER, LOWER = "platform's\ntimeouts", "server's tasks"
COUNTS = COLUMNS.index("serving")  # from here on a sample's numbers are counts


def timeouts_over_tasks(
    run: Run, windows: Sequence[tuple[float, float]], unit: str = "min"
) -> Figure:
    """Above, a stroke for each pull that failed; below, the tasks by role. A column a window.

    Windows are pairs of times in s. Where the scenario's line is slower than usual the background
    is grey. ValueError if the run's scenario has no platform, or a window holds no sample.
    """
    if run.pulls is None:
        raise ValueError("the run has no platform: its scenario needs platform=Platform(...)")
    unit_s, slow = SECONDS[unit], _slow_line(run, SECONDS[unit])
    strokes = Strokes(tuple(t_s / unit_s for t_s in run.pulls.missed_s), 1.2)
    above: list[Panel] = []
    below: list[Panel] = []
    for from_s, to_s in windows:
        first, areas = not above, _tasks(run.samples, from_s, to_s, unit_s)
        time = Axis(from_s / unit_s, to_s / unit_s, f"virtual time, {unit}")
        none = Axis(0, 1.15, UPPER if first else "", ticks=(), grid=False, level=True)
        above.append(Panel(replace(time, grid=False), none, (*slow, strokes)))
        peak = max((top for area in areas for top in area.high), default=0)
        y = Axis(0, peak * 1.05 or 1, LOWER if first else "", whole=True)
        below.append(Panel(time, y, (*slow, *areas)))
    came_up = key(role for role in ROLES if any(run.column(role)))
    rows = tuple(above), tuple(below)
    return Figure(8, 4, rows, share_x="col", heights=(1, 5), key=came_up)


def _tasks(
    samples: Sequence[Sample], from_s: float, to_s: float, unit_s: float
) -> tuple[Area, ...]:
    """The stack of roles between two times, drawn from the moments at which a count changes."""
    seen = [sample for sample in samples if from_s <= sample.t_s <= to_s]
    if not seen:
        raise ValueError(f"the run has no sample from {from_s} to {to_s} s")
    turns = [b for a, b in itertools.pairwise(seen) if a[COUNTS:] != b[COUNTS:]]
    drawn = [seen[0], *turns, seen[-1]]
    times = tuple(sample.t_s / unit_s for sample in drawn)
    counts = {role: tuple(getattr(sample, role) for sample in drawn) for role in STACKED}
    steps = {role: stairs(times, heights)[1] for role, heights in counts.items() if any(heights)}
    return stacked(stairs(times, times)[0], steps)


def _slow_line(run: Run, unit_s: float) -> list[Span]:
    """Grey behind the stretches in which the line's factor is above 1."""
    if run.scenario.link is None:
        return []
    changes = [*run.scenario.link.changes, (run.scenario.horizon_s, 1.0)]
    return [
        Span(from_s / unit_s, to_s / unit_s, GRID, 0.45)
        for (from_s, factor), (to_s, _) in itertools.pairwise(changes)
        if factor > 1
    ]
