"""What a limit bounds and what it does not: handlers at work above, parked tasks below."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import STYLE
from leaklab.roles import INK, ROLES
from leaklab.simulation.run import Run

ROWS = {"worker": "handlers\nat work", "parked": "tasks\nparked"}


def working_and_parked(runs: Mapping[str, Run], limit: int) -> Figure:
    """A column a run, on shared axes: above, inner handlers at work; below, tasks parked.

    The dashed line above is the `limit`, in handlers; there is no such line to draw below.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 4.4), layout="constrained")
        grid = figure.subplots(2, len(runs), sharex=True, sharey="row", squeeze=False)
        for column, (title, run) in zip(grid.T, runs.items(), strict=True):
            for axes, role in zip(column, ROWS, strict=True):
                _line(axes, run, role)
            column[0].axhline(limit, color=INK, lw=1, ls="--")
            column[0].set_title(title)
            column[1].set_xlim(0, run.scenario.horizon_s)
            column[1].set_xlabel("virtual time, s")
        for first, label in zip(grid[:, 0], ROWS.values(), strict=True):
            first.set_ylabel(label)
            first.set_ylim(bottom=0)
            first.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return figure


def _line(axes: Axes, run: Run, role: str) -> None:
    look = ROLES[role]
    times, counts = run.column("t_s"), run.column(role)
    axes.fill_between(
        times, 0, counts, facecolor=look.fill, edgecolor=look.colour, hatch=look.hatch, lw=0.8
    )
