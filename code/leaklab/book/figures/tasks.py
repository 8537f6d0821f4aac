"""Tasks by role over virtual time, one panel a run."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import SECONDS, STYLE, legend, panels
from leaklab.roles import ROLES
from leaklab.simulation.run import Run


def tasks_over_time(runs: Mapping[str, Run], unit: str = "s") -> Figure:
    """Tasks by role over virtual time, stacked, one panel a run on shared axes."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3.4), layout="constrained")
        places = panels(figure, 1, len(runs))
        for axes, (title, run) in zip(places, runs.items(), strict=True):
            _stack(axes, run, SECONDS[unit])
            axes.set_title(title)
            axes.set_xlabel(f"virtual time, {unit}")
        places[0].set_ylim(bottom=0)  # once all are drawn: it fixes the top that they share
        places[0].set_ylabel("tasks alive")
        places[0].yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        legend(figure, list(ROLES))
    return figure


def _stack(axes: Axes, run: Run, unit_s: float) -> None:
    times = [t_s / unit_s for t_s in run.column("t_s")]
    bottom = [0.0] * len(times)
    for role in ("parked", "worker", "serving", "drainer"):
        look = ROLES[role]
        top = [below + count for below, count in zip(bottom, run.column(role), strict=True)]
        axes.fill_between(
            times, bottom, top, facecolor=look.fill, hatch=look.hatch, edgecolor=look.colour, lw=0.5
        )
        bottom = top
    axes.set_xlim(0, times[-1])
