"""Chapter 8: what a limit bounds and what it does not. Handlers at work over parked tasks."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Axis, Figure, Panel, around
from leaklab.book.figures.marks import Area, Guide
from leaklab.book.figures.roles import paint
from leaklab.simulation.run import Run

LABELS = {"worker": "handlers\nat work", "parked": "tasks\nparked"}


def working_and_parked(runs: Mapping[str, Run], limit: int) -> Figure:
    """A column a run, on shared axes: above, inner handlers at work; below, tasks parked.

    The dashed line above is the `limit`, in handlers; there is no such line to draw below.
    """
    rows = _row(runs, "worker", Guide("y", limit)), _row(runs, "parked")
    return Figure(8, 4.4, rows, share_x="all", share_y="row")


def _row(runs: Mapping[str, Run], role: str, *limits: Guide) -> tuple[Panel, ...]:
    time = Axis(0, max(run.scenario.horizon_s for run in runs.values()), "virtual time, s")
    counts = [count for run in runs.values() for count in run.column(role)]
    tasks = around([0, *counts, *(limit.at for limit in limits)], low=0)
    y = Axis(*tasks, LABELS[role], thousands=True)
    areas = {title: _area(run, role) for title, run in runs.items()}
    titled = role == "worker"
    return tuple(
        Panel(time, y, (area, *limits), title if titled else "") for title, area in areas.items()
    )


def _area(run: Run, role: str) -> Area:
    times_s, counts = tuple(run.column("t_s")), tuple(run.column(role))
    return Area(times_s, (0.0,) * len(counts), counts, paint(role))
