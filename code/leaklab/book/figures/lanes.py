"""A single request, a lane a task, time to scale."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import STYLE, legend, panels
from leaklab.roles import INK, ROLES
from leaklab.simulation.run import Run

LANES = ("serving", "worker", "drainer")


def lanes(runs: Mapping[str, Sequence[Run]]) -> Figure:
    """One request a panel, a lane a task, time to scale: a row a fate, a column a handler.

    For runs of a single request. What is drawn is the census: a lane is filled where it counts
    one. A dashed line marks the timeout; the panel's right end is the end of the run.
    """
    rows = len(runs)
    columns = max(len(row) for row in runs.values())
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 1.1 + 1.25 * rows), layout="constrained")
        places = iter(panels(figure, rows, columns))
        for fate, row in runs.items():
            for run in row:
                axes = next(places)
                _lanes_of_one(axes, run)
                axes.set_title(f"{fate}: {_answer(run)} · {run.handler}", fontsize=9)
        for axes in figure.axes[-columns:]:
            axes.set_xlabel("virtual time, s")
        legend(figure, list(ROLES))
    return figure


def _lanes_of_one(axes: Axes, run: Run) -> None:
    step_s = run.scenario.step_s
    for role, look in ROLES.items():
        lane = LANES.index("worker" if role == "parked" else role)
        for start_s, length_s in _spans(run, role, step_s):
            axes.broken_barh(
                [(start_s, length_s)],
                (-lane - 0.36, 0.72),
                facecolor=look.fill,
                edgecolor=look.colour,
                hatch=look.hatch,
                lw=0.8,
            )
    axes.axvline(run.scenario.timeout_s, color=INK, lw=1, ls="--")
    axes.set_yticks([0, -1, -2], LANES)
    axes.set_xlim(0, run.scenario.horizon_s)
    axes.set_ylim(-2.6, 0.6)
    axes.grid(visible=False, axis="y")


def _spans(run: Run, role: str, step_s: float) -> list[tuple[float, float]]:
    """The stretches of time (start, length; s) in which the census counts `role`."""
    spans: list[tuple[float, float]] = []
    for t_s, count in zip(run.column("t_s"), run.column(role), strict=True):
        if not count:
            continue
        if spans and abs(sum(spans[-1]) - t_s) < step_s / 2:
            spans[-1] = (spans[-1][0], spans[-1][1] + step_s)
        else:
            spans.append((t_s, step_s))
    return spans


def _answer(run: Run) -> str:
    outcomes = run.outcomes
    answers = {
        "200": outcomes.ok_200,
        "504": outcomes.timeouts_504,
        "429": outcomes.rejected_429,
        "cut": outcomes.aborted,
    }
    return next((answer for answer, count in answers.items() if count), "no answer")
