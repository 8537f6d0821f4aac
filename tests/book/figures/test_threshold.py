"""The threshold's figure draws what the runs left, and refuses runs that do not belong together."""

import pytest

from leaklab import Scenario, simulate
from leaklab.book.figures import left_by_latency
from leaklab.book.figures.marks import Guide


def run(latency_s: float, timeout_s: float = 0.6, handler: str = "k8s-1.12"):
    load = {"rate_per_s": 10, "duration_s": 2, "timeout_s": timeout_s}
    return simulate(Scenario(plans=f"{latency_s}:write", **load), handler)


def test_it_draws_the_tasks_left_by_rising_latency():
    curve = {latency_s: run(latency_s) for latency_s in (0.9, 0.3, 0.59, 0.61)}
    (panel,) = left_by_latency({"all alike": curve}).panels
    below, above, timeout, requests, *words = panel.marks
    assert (below.x, below.y) == ((0.3, 0.59), (0, 0))
    assert (above.x, above.y) == ((0.61, 0.9), (20, 20))
    assert timeout == Guide("x", 0.6)
    assert requests == Guide("y", 20, dash=":")
    assert [each.text for each in words] == ["timeout", "all requests"]
    assert panel.title == "all alike"


def test_panels_share_their_axes():
    curves = {name: {0.9: run(0.9, handler=name)} for name in ("k8s-1.12", "k8s-1.17")}
    left, right = left_by_latency(curves).panels
    assert (left.x, left.y) == (right.x, right.y)
    assert right.marks[1].y == (0,)


def test_runs_with_different_timeouts_are_refused():
    with pytest.raises(ValueError, match=r"0\.6.*0\.7"):
        left_by_latency({"a": {0.9: run(0.9)}, "b": {0.9: run(0.9, timeout_s=0.7)}})


@pytest.mark.parametrize("curves", [{}, {"empty": {}}])
def test_no_runs_are_refused(curves):
    with pytest.raises(ValueError, match="at least one run"):
        left_by_latency(curves)
