"""Whose clock rings first: a client's wait over the tasks that serve it, a panel a run."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import STYLE, legend, panels
from leaklab.roles import GRID, INK, ROLES
from leaklab.simulation.run import Run

LANES = {"client": (), "serving": ("serving",), "worker": ("worker", "parked")}


def clocks(runs: Mapping[str, Run]) -> Figure:
    """One pull a run, without retries: how long client, serving task and worker are there.

    The client's lane ends when it gives up or is answered, and says which. The dashed line marks
    the filter's timeout. ValueError for a run that is not of a single list, or in which it is
    still open at the end.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 0.9 + 1.25 * len(runs)), layout="constrained")
        places = panels(figure, len(runs), 1)
        for axes, (title, run) in zip(places, runs.items(), strict=True):
            _panel(axes, run)
            axes.set_title(title, fontsize=9)
        places[-1].set_xlim(0, max(run.scenario.horizon_s for run in runs.values()))
        places[-1].set_xlabel("virtual time, s")
        legend(figure, ["serving", "worker", "parked"])
    return figure


def client_s(run: Run) -> tuple[float, str]:
    """When the client of a run's only list stopped waiting, in s, and what it had learnt."""
    pulls = run.pulls
    if pulls is None or run.outcomes.started != 1:
        raise ValueError(
            "the run must be of one list: its scenario needs a platform and nothing else"
        )
    if pulls.given_up:
        return pulls.missed_s[0], "gives up: no answer"
    if pulls.failed:
        return pulls.missed_s[0], "gets the 504" if run.outcomes.timeouts_504 else "is cut"
    if pulls.answered:
        return _span(run, "serving")[1], "gets the answer"
    raise ValueError("the run ends before its list does")


def _span(run: Run, role: str) -> tuple[float, float]:
    """From when to when the census counts a task of `role`, in s; nothing is (0, 0)."""
    times = [t_s for t_s, n in zip(run.column("t_s"), run.column(role), strict=True) if n]
    return (times[0], times[-1] + run.scenario.step_s) if times else (0.0, 0.0)


def _panel(axes: Axes, run: Run) -> None:
    end_s, learnt = client_s(run)
    axes.broken_barh([(0, end_s)], (-0.36, 0.72), facecolor=GRID, edgecolor=INK, lw=0.8)
    axes.annotate(
        learnt, (end_s, 0), textcoords="offset points", xytext=(4, 0), va="center", fontsize=8
    )
    for lane, roles in enumerate(LANES.values()):
        for role in roles:
            look, (from_s, to_s) = ROLES[role], _span(run, role)
            axes.broken_barh(
                [(from_s, to_s - from_s)],
                (-lane - 0.36, 0.72),
                facecolor=look.fill,
                edgecolor=look.colour,
                hatch=look.hatch,
                lw=0.8,
            )
    axes.axvline(run.scenario.timeout_s, color=INK, lw=1, ls="--", zorder=0)
    axes.set_yticks([0, -1, -2], list(LANES))
    axes.set_ylim(-2.6, 0.6)
    axes.grid(visible=False, axis="y")
