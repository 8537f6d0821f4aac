"""All tasks over virtual time, a line a run, without roles: what a real server's monitor shows."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.figure import Figure

from leaklab.book.figures.style import SECONDS, STYLE
from leaklab.roles import INK
from leaklab.simulation.run import Run

DASHES = ("-", "--", ":")


def tasks_alone(runs: Mapping[str, Run], unit: str = "s") -> Figure:
    """How many tasks live, and nothing else, on one pair of axes: up to three runs, by their names.

    Raises ValueError for more than three runs.
    """
    if len(runs) > len(DASHES):
        raise ValueError(f"{len(runs)} runs cannot be told apart; at most {len(DASHES)} can")
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3), layout="constrained")
        axes = figure.subplots()
        for (title, run), dash in zip(runs.items(), DASHES, strict=False):
            times = [t_s / SECONDS[unit] for t_s in run.column("t_s")]
            axes.plot(times, run.column("tasks"), color=INK, lw=1.4, ls=dash, label=title)
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(f"virtual time, {unit}")
        axes.set_ylabel("tasks alive")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        if len(runs) > 1:
            axes.legend(loc="upper left")
    return figure
