"""Chapter 8: what a limit bounds, handlers at work, above; what none bounds, parked tasks, below."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Axis, Figure, Panel, around
from leaklab.book.figures.marks import Area, Guide
from leaklab.book.figures.roles import paint
from leaklab.simulation.run import Run

ROWS = {"worker": "handlers\nat work", "parked": "tasks\nparked"}


def working_and_parked(runs: Mapping[str, Run], limit: int) -> Figure:
    """A column a run, on shared axes: above, inner handlers at work; below, tasks parked.

    The dashed line above is the `limit`, in handlers; there is no such line to draw below.
    """
    end_s = max(run.scenario.horizon_s for run in runs.values())
    limits = {"worker": (Guide("y", limit),), "parked": ()}
    rows = []
    for role, label in ROWS.items():
        lower = role == "parked"
        counts = [count for run in runs.values() for count in run.column(role)]
        tops = around([0, *counts, *(guide.at for guide in limits[role])], low=0)
        rows.append(
            tuple(
                Panel(
                    Axis(0, end_s, "virtual time, s" if lower else ""),
                    Axis(*tops, "" if column else label, thousands=True),
                    (_area(run, role), *limits[role]),
                    "" if lower else title,
                )
                for column, (title, run) in enumerate(runs.items())
            )
        )
    return Figure(8, 4.4, tuple(rows), share_x="all", share_y="row")


def _area(run: Run, role: str) -> Area:
    times_s, counts = tuple(run.column("t_s")), tuple(run.column(role))
    return Area(times_s, (0.0,) * len(counts), counts, paint(role))
