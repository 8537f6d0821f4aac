"""Matplotlib figures of Runs. One style, vector, the same bytes every time.

The only module that imports matplotlib. Each function takes Runs and returns a Figure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from leaklab.palette import GRID, INK, PAPER, ROLES
from leaklab.run import Run

STYLE: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same glyphs everywhere
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "parked-forever",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
LANES = ("serving", "worker", "drainer")
SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


def use_in_notebook() -> None:
    """Show figures as SVG in the running notebook, with no date and no random names in them."""
    from IPython import get_ipython
    from IPython.core.pylabtools import select_figure_formats

    mpl.rcParams.update(STYLE)
    select: Any = select_figure_formats  # untyped
    select(get_ipython(), {"svg"}, metadata={"Date": None})


def tasks_over_time(runs: Mapping[str, Run], unit: str = "s") -> Figure:
    """Tasks by role over virtual time, stacked, one panel a run on shared axes."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3.4), layout="constrained")
        panels = _panels(figure, 1, len(runs))
        for axes, (title, run) in zip(panels, runs.items(), strict=True):
            _stack(axes, run, SECONDS[unit])
            axes.set_title(title)
            axes.set_xlabel(f"virtual time, {unit}")
        panels[0].set_ylabel("tasks alive")
        panels[0].yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        _legend(figure, list(ROLES))
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
    axes.set_ylim(bottom=0)


def lanes(runs: Mapping[str, Sequence[Run]]) -> Figure:
    """One request a panel, a lane a task, time to scale: a row a fate, a column a handler.

    For runs of a single request. What is drawn is the census: a lane is filled where it counts
    one. A dashed line marks the timeout; the panel's right end is the end of the run.
    """
    rows = len(runs)
    columns = max(len(row) for row in runs.values())
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 1.1 + 1.25 * rows), layout="constrained")
        panels = iter(_panels(figure, rows, columns))
        for fate, row in runs.items():
            for run in row:
                axes = next(panels)
                _lanes_of_one(axes, run)
                axes.set_title(f"{fate}: {_answer(run)} · {run.handler}", fontsize=9)
        for axes in figure.axes[-columns:]:
            axes.set_xlabel("virtual time, s")
        _legend(figure, list(ROLES))
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


def _panels(figure: Figure, rows: int, columns: int) -> list[Axes]:
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    return [axes for row in grid for axes in row]


def _legend(figure: Figure, roles: list[str]) -> None:
    looks = [(role, ROLES[role]) for role in roles]
    patches = [
        Patch(facecolor=look.fill, edgecolor=look.colour, hatch=look.hatch, label=role)
        for role, look in looks
    ]
    figure.legend(handles=patches, loc="outside lower center", ncols=len(patches))
