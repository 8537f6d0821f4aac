"""Tasks left against latency: the leak's threshold."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import STYLE, panels
from leaklab.roles import INK, ROLES
from leaklab.simulation.run import Run

Curve = Mapping[float, Run]  # by the latency that was set, s


def left_by_latency(curves: Mapping[str, Curve], axis: str = "latency, s") -> Figure:
    """Tasks left against latency, one panel a curve on shared axes, a marker a run.

    A curve maps each latency in s, however its traffic makes use of it, to the run made with it.
    The dashed line is the timeout, the dotted one all requests of a run. `axis` names what is
    set. Raises ValueError for a curve without runs, or runs that differ in timeout or requests.
    """
    runs = [run for curve in curves.values() for run in curve.values()]
    if not all(curves.values()) or not runs:
        raise ValueError("a curve needs at least one run")
    asked = {(run.scenario.timeout_s, run.outcomes.started) for run in runs}
    if len(asked) > 1:
        raise ValueError(f"the runs differ in (timeout in s, requests): {sorted(asked)}")
    ((timeout_s, requests),) = asked
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3.2), layout="constrained")
        places = panels(figure, 1, len(curves))
        for axes, (title, curve) in zip(places, curves.items(), strict=True):
            _curve(axes, curve, timeout_s, requests)
            axes.set_title(title)
            axes.set_xlabel(axis)
        places[0].set_ylabel("tasks left")
    return figure


def _curve(axes: Axes, curve: Curve, timeout_s: float, requests: int) -> None:
    below = [latency_s for latency_s in sorted(curve) if latency_s < timeout_s]
    above = [latency_s for latency_s in sorted(curve) if latency_s >= timeout_s]
    for side_s in (below, above):  # no line leads over the threshold: there is nothing between
        left = [curve[latency_s].tasks_left for latency_s in side_s]
        axes.plot(side_s, left, color=ROLES["parked"].colour, lw=1, marker="s", ms=4)
    axes.axvline(timeout_s, color=INK, lw=1, ls="--")
    axes.axhline(requests, color=INK, lw=1, ls=":")
    near: Any = {"textcoords": "offset points", "xytext": (4, 3)}
    axes.annotate("timeout", (timeout_s, 0.02 * requests), **near)
    axes.annotate("all requests", (0, requests), **near)
    axes.set_xlim(0, 1.05 * max(curve))
    axes.set_ylim(-0.04 * requests, 1.18 * requests)
