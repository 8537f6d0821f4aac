"""Chapter 12: all tasks over virtual time, a line a run, as a real server's monitor shows them."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Axis, Figure, Panel, around
from leaklab.book.figures.marks import Line
from leaklab.book.figures.roles import SECONDS
from leaklab.simulation.run import Run

DASHES = ("-", "--", ":")


def tasks_alone(runs: Mapping[str, Run], unit: str = "s") -> Figure:
    """How many tasks live, and nothing else, on one pair of axes: up to three runs, by their names.

    Raises ValueError for more than three runs.
    """
    if len(runs) > len(DASHES):
        raise ValueError(f"{len(runs)} runs cannot be told apart; at most {len(DASHES)} can")
    lines = tuple(
        Line(
            tuple(t_s / SECONDS[unit] for t_s in run.column("t_s")),
            tuple(run.column("tasks")),
            width=1.4,
            dash=dash,
            name=title,
        )
        for (title, run), dash in zip(runs.items(), DASHES, strict=False)
    )
    x = Axis(*around((t for line in lines for t in line.x), low=0), f"virtual time, {unit}")
    tasks = around((count for line in lines for count in line.y), low=0)
    panel = Panel(x, Axis(*tasks, "tasks alive", thousands=True), lines, key=len(runs) > 1)
    return Figure(8, 3, ((panel,),))
