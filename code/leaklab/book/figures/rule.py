"""The counting rule drawn over what a run counted."""

import math
from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import STYLE, panels
from leaklab.roles import INK, PAPER
from leaklab.simulation.counting_rule import rule_column
from leaklab.simulation.run import Run

COLUMNS = 2
DOTS = 30  # of the run's samples, so that the line under them can be seen


def rule_over_run(runs: Mapping[str, Run]) -> Figure:
    """Dots for the tasks that each run counted, a line for what the rule says; a panel a run.

    For runs in which each request ends with one write (else ValueError). Dashed lines mark the
    timeout T and the longest latency L, as seen from the first request.
    """
    rows = math.ceil(len(runs) / COLUMNS)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 0.7 + 1.9 * rows), layout="constrained")
        places = panels(figure, rows, min(COLUMNS, len(runs)))
        for axes, (title, run) in zip(places, runs.items(), strict=False):
            _draw(axes, run)
            axes.set_title(title)
        places[0].set_ylim(bottom=0)  # once all are drawn: it fixes the top that they share
        for axes in places[len(runs) :]:
            axes.set_axis_off()
        for axes in places[-COLUMNS:]:
            axes.set_xlabel("virtual time, s")
        for axes in places[::COLUMNS]:
            axes.set_ylabel("tasks alive")
    return figure


def _draw(axes: Axes, run: Run) -> None:
    rule = rule_column(run)
    if rule is None:
        raise ValueError(f"the rule needs requests of one write each, not {run.scenario.plans}")
    times_s = run.column("t_s")
    axes.plot(times_s, rule, color=INK, lw=1.6, drawstyle="steps-post")
    every = max(1, len(times_s) // DOTS)
    dots = run.column("tasks")[::every]
    axes.plot(times_s[::every], dots, ls="", marker="o", ms=4.5, mfc=PAPER, mec=INK)
    scenario = run.scenario
    for name, at_s in (("T", scenario.timeout_s), ("L", scenario.longest_handler_s)):
        axes.axvline(at_s, color=INK, lw=0.9, ls="--")
        axes.annotate(name, (at_s, 1), (3, -10), ("data", "axes fraction"), "offset points")
    axes.set_xlim(0, times_s[-1])
