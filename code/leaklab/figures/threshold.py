"""Tasks left against latency: the leak's threshold."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.figures.style import STYLE, panels
from leaklab.palette import INK, ROLES
from leaklab.run import Run

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
    latencies_s = sorted(curve)
    left = [curve[latency_s].tasks_left for latency_s in latencies_s]
    look = ROLES["parked"]
    axes.plot(latencies_s, left, color=look.colour, lw=1, marker="s", ms=4)
    axes.axvline(timeout_s, color=INK, lw=1, ls="--")
    axes.axhline(requests, color=INK, lw=1, ls=":")
    axes.annotate("timeout", (timeout_s, 0.55 * requests), rotation=90, ha="right", va="center")
    axes.annotate("all requests", (0, requests), xytext=(2, 3), textcoords="offset points")
    axes.set_xlim(0, 1.05 * latencies_s[-1])
    axes.set_ylim(-0.04 * requests, 1.18 * requests)
