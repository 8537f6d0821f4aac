"""Chapters 5, 8 and 9: tasks by role over virtual time, one panel a run."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Axis, Figure, Panel, around
from leaklab.book.figures.marks import Area
from leaklab.book.figures.roles import SECONDS, key, stacked
from leaklab.roles import STACKED
from leaklab.simulation.run import Run


def tasks_over_time(runs: Mapping[str, Run], unit: str = "s") -> Figure:
    """Tasks by role over virtual time, stacked, one panel a run on shared axes."""
    stacks = [_stack(run, SECONDS[unit]) for run in runs.values()]
    end = max(areas[-1].x[-1] for areas in stacks)
    limits = around([0, *(top for areas in stacks for top in areas[-1].high)], low=0)
    time, tasks = (
        Axis(0, end, f"virtual time, {unit}"),
        Axis(*limits, "tasks alive", thousands=True),
    )
    panels = tuple(
        Panel(time, tasks, areas, title) for title, areas in zip(runs, stacks, strict=True)
    )
    return Figure(8, 3.4, (panels,), share_x="all", share_y="all", key=key())


def _stack(run: Run, unit_s: float) -> tuple[Area, ...]:
    times = tuple(t_s / unit_s for t_s in run.column("t_s"))
    return stacked(times, {role: run.column(role) for role in STACKED})
