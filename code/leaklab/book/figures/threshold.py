"""Chapter 5: tasks left against latency, the leak's threshold."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Guide, Line, Mark, Words
from leaklab.roles import ROLES
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
    longest_s = max(latency_s for curve in curves.values() for latency_s in curve)
    x, y = Axis(0, 1.05 * longest_s, axis), Axis(-0.04 * requests, 1.18 * requests, "tasks left")
    panels = tuple(
        Panel(x, y, _marks(curve, timeout_s, requests), title) for title, curve in curves.items()
    )
    return Figure(8, 3.2, (panels,), share_x="all", share_y="all")


def _marks(curve: Curve, timeout_s: float, requests: int) -> tuple[Mark, ...]:
    below = [latency_s for latency_s in sorted(curve) if latency_s < timeout_s]
    above = [latency_s for latency_s in sorted(curve) if latency_s >= timeout_s]
    sides = (_side(curve, each) for each in (below, above))  # no line leads over the threshold
    return (
        *sides,
        Guide("x", timeout_s),
        Guide("y", requests, dash=":"),
        Words("timeout", timeout_s, 0.02 * requests, 4, 3),
        Words("all requests", 0, requests, 4, 3),
    )


def _side(curve: Curve, latencies_s: list[float]) -> Line:
    left = tuple(curve[latency_s].tasks_left for latency_s in latencies_s)
    colour = ROLES["parked"].colour
    return Line(tuple(latencies_s), left, colour, width=1, dot="s", size=4)
