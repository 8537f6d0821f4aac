"""The threshold's figure draws what the runs left, and refuses runs that do not belong together."""

import pytest

from leaklab import Scenario, simulate
from leaklab.book.figures import left_by_latency


def run(latency_s: float, timeout_s: float = 0.6, handler: str = "k8s-1.12"):
    load = {"rate_per_s": 10, "duration_s": 2, "timeout_s": timeout_s}
    return simulate(Scenario(plans=f"{latency_s}:write", **load), handler)


def test_it_draws_the_tasks_left_by_rising_latency():
    curve = {latency_s: run(latency_s) for latency_s in (0.9, 0.3, 0.59, 0.61)}
    (axes,) = left_by_latency({"all alike": curve}).axes
    below, above, timeout, requests = axes.lines
    assert below.get_xydata().tolist() == [[0.3, 0], [0.59, 0]]
    assert above.get_xydata().tolist() == [[0.61, 20], [0.9, 20]]
    assert set(timeout.get_xdata()) == {0.6}
    assert set(requests.get_ydata()) == {20}
    assert axes.get_title(loc="left") == "all alike"


def test_panels_share_their_axes():
    curves = {name: {0.9: run(0.9, handler=name)} for name in ("k8s-1.12", "k8s-1.17")}
    left, right = left_by_latency(curves).axes
    assert left.get_ylim() == right.get_ylim()
    assert right.lines[1].get_ydata().tolist() == [0]


def test_runs_with_different_timeouts_are_refused():
    with pytest.raises(ValueError, match=r"0\.6.*0\.7"):
        left_by_latency({"a": {0.9: run(0.9)}, "b": {0.9: run(0.9, timeout_s=0.7)}})


@pytest.mark.parametrize("curves", [{}, {"empty": {}}])
def test_no_runs_are_refused(curves):
    with pytest.raises(ValueError, match="at least one run"):
        left_by_latency(curves)
