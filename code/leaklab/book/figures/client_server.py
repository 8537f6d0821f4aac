"""A client's timeouts laid over the server's tasks, on one time axis."""

import itertools
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from leaklab.book.figures.style import SECONDS, STYLE, legend
from leaklab.roles import GRID, INK, ROLES
from leaklab.simulation.run import COLUMNS, Run, Sample

STACKED = ("parked", "worker", "serving", "drainer")
UPPER, LOWER = "platform's\ntimeouts", "server's tasks"


def timeouts_over_tasks(
    run: Run, windows: Sequence[tuple[float, float]], unit: str = "min"
) -> Figure:
    """Above, a stroke for each pull that failed; below, the tasks by role. A column a window.

    Windows are pairs of times in s. Where the scenario's line is slower than usual the background
    is grey. ValueError if the run's scenario has no platform, or a window holds no sample.
    """
    if run.pulls is None:
        raise ValueError("the run has no platform: its scenario needs platform=Platform(...)")
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 4), layout="constrained")
        grid = figure.subplots(2, len(windows), sharex="col", squeeze=False, height_ratios=(1, 5))
        for above, below, (from_s, to_s) in zip(*grid, windows, strict=True):
            _timeouts(above, run.pulls.missed_s, SECONDS[unit])
            _tasks(below, run.samples, from_s, to_s, SECONDS[unit])
            for axes in (above, below):
                _slow_line(axes, run, SECONDS[unit])
            below.set_xlim(from_s / SECONDS[unit], to_s / SECONDS[unit])
            below.set_xlabel(f"virtual time, {unit}")
        grid[0][0].set_ylabel(UPPER, rotation=0, ha="right", va="center")
        grid[1][0].set_ylabel(LOWER)
        legend(figure, [role for role in ROLES if any(run.column(role))])
    return figure


def _timeouts(axes: Axes, missed_s: Sequence[float], unit_s: float) -> None:
    axes.vlines([t_s / unit_s for t_s in missed_s], 0, 1, color=INK, lw=1.2)
    axes.set_ylim(0, 1.15)
    axes.set_yticks([])
    axes.grid(visible=False)


def _tasks(
    axes: Axes, samples: Sequence[Sample], from_s: float, to_s: float, unit_s: float
) -> None:
    """The stack of roles between two times, drawn from the moments at which a count changes."""
    seen = [sample for sample in samples if from_s <= sample.t_s <= to_s]
    if not seen:
        raise ValueError(f"the run has no sample from {from_s} to {to_s} s")
    counts = COLUMNS.index("serving")
    turns = [
        seen[0],
        *(b for a, b in itertools.pairwise(seen) if a[counts:] != b[counts:]),
    ]
    times = [sample.t_s / unit_s for sample in (*turns, seen[-1])]
    bottom = [0] * len(times)
    for role in STACKED:
        look = ROLES[role]
        heights = [getattr(sample, role) for sample in (*turns, seen[-1])]
        top = [below + height for below, height in zip(bottom, heights, strict=True)]
        if any(heights):
            axes.fill_between(
                times,
                bottom,
                top,
                step="post",
                facecolor=look.fill,
                hatch=look.hatch,
                edgecolor=look.colour,
                lw=0.5,
            )
        bottom = top
    axes.set_ylim(0, max(bottom) * 1.05 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def _slow_line(axes: Axes, run: Run, unit_s: float) -> None:
    """Grey behind the stretches in which the line's factor is above 1."""
    if run.scenario.link is None:
        return
    changes = [*run.scenario.link.changes, (run.scenario.horizon_s, 1.0)]
    for (from_s, factor), (to_s, _) in itertools.pairwise(changes):
        if factor > 1:
            axes.axvspan(from_s / unit_s, to_s / unit_s, facecolor=GRID, alpha=0.45, zorder=0)
