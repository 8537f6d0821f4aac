"""Runs side by side: they are those of `simulate`, under the names that were given."""

import pytest

from leaklab import Scenario, simulate
from leaklab.book.sweeps import by_handler, by_scenario, counts_at, grid_at, roles_at

ONE = {"rate_per_s": 1, "duration_s": 1, "timeout_s": 60, "until_s": 100, "every_s": 0.5}
LATE = Scenario(plans="75:write", **ONE)
PAIR = ("k8s-1.12", "k8s-1.17")


def test_one_scenario_through_several_handlers():
    assert by_handler(PAIR, LATE) == {name: simulate(LATE, name) for name in PAIR}
    with pytest.raises(ValueError, match="unknown"):
        by_handler(["k8s-1.2"], LATE)


def test_several_scenarios_through_one_handler():
    runs = by_scenario({"late": LATE, "in time": Scenario(plans="20:write", **ONE)}, "k8s-1.12")
    assert {title: run.tasks_left for title, run in runs.items()} == {"late": 1, "in time": 0}


def test_counts_at_moments_of_the_runs():
    runs = by_handler(PAIR, LATE)
    assert counts_at(runs, (30, 70, 90)) == {
        "k8s-1.12": {"at 30 s": 2, "at 70 s": 1, "at 90 s": 1},
        "k8s-1.17": {"at 30 s": 2, "at 70 s": 2, "at 90 s": 0},
    }
    assert counts_at(runs, [90], "parked") == {
        "k8s-1.12": {"at 90 s": 1},
        "k8s-1.17": {"at 90 s": 0},
    }
    with pytest.raises(ValueError, match="t_s"):
        counts_at(runs, [101])


def test_roles_at_a_moment_add_up():
    runs = by_handler(PAIR, LATE)
    assert roles_at(runs, 70) == {
        "k8s-1.12": {"tasks": 1, "serving": 0, "worker": 1, "parked": 0, "drainer": 0},
        "k8s-1.17": {"tasks": 2, "serving": 0, "worker": 1, "parked": 0, "drainer": 1},
    }


def test_a_grid_shows_what_cancels_out():
    # Late requests: the count of 1.12 knows nothing of the latency, that of 1.17 of the timeout.
    latencies = {f"{s} s": Scenario(plans=f"{s}:write", until_s=6) for s in (0.7, 0.9, 1.8)}
    timeouts = {f"{s} s": Scenario(timeout_s=s, until_s=6) for s in (0.3, 0.6)}
    assert len(set(grid_at(["k8s-1.12"], latencies, 3)["k8s-1.12"].values())) == 1
    assert len(set(grid_at(["k8s-1.17"], timeouts, 3)["k8s-1.17"].values())) == 1
    assert len(set(grid_at(["buffered"], latencies, 3)["buffered"].values())) == 3
