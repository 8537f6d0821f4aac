"""The counting rule in closed form, against runs and against the recordings' own numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers import NAMES
from leaklab.simulation.counting_rule import (
    arrived,
    leak_per_s,
    left_at_end,
    steady_tasks,
    tasks_at,
)
from leaklab.simulation.traffic import arrival_times


def test_one_request_counted_by_hand():
    # It arrives at 1.0 s and takes 0.9 s; the timeout is 0.6 s. Looked at in between the events.
    moments = [0.5, 1.3, 1.7, 2.0]
    expected = {
        "k8s-1.12": [0, 2, 1, 1],  # serving and worker; worker; parked
        "k8s-1.17": [0, 2, 2, 0],  # serving and worker; worker and drainer; nothing
        "buffered": [0, 2, 1, 0],
        "structured": [0, 2, 0, 0],
    }
    for handler, counts in expected.items():
        assert [tasks_at(t_s, [1.0], 0.9, 0.6, handler) for t_s in moments] == counts


def test_arrivals_are_counted_up_to_an_instant_and_including_it():
    arrivals = [n / 50 for n in range(200)]
    assert [arrived(arrivals, 3 - age_s) for age_s in (0, 0.6, 0.9)] == [151, 121, 106]
    assert (arrived(arrivals, -0.1), arrived(arrivals, 99)) == (0, 200)


@pytest.mark.parametrize("handler", NAMES)
@pytest.mark.parametrize("latency_s", [0.1, 0.3, 0.58, 0.62, 0.9, 1.75])
def test_the_rule_and_the_run_agree_between_events(handler: str, latency_s: float):
    scenario = Scenario(plans=f"{latency_s}:write")
    arrivals = list(arrival_times(scenario))
    moments = [0.005 + 0.05 * step for step in range(140)]  # all events are at whole 0.01 s
    run = simulate(scenario, handler, sample_times_s=moments)
    assert [sample.tasks for sample in run.samples] == [
        tasks_at(t_s, arrivals, latency_s, 0.6, handler) for t_s in moments
    ]


@pytest.mark.parametrize("handler", ["k8s-1.12", "k8s-1.17"])
@pytest.mark.parametrize("latency_s", [0.1, 0.9])
def test_the_rule_and_the_run_agree_on_the_regular_samples(handler: str, latency_s: float):
    # Here sampling instants are also instants of arrivals and ends, in inexact arithmetic.
    scenario = Scenario(plans=f"{latency_s}:write")
    arrivals = list(arrival_times(scenario))
    run = simulate(scenario, handler)
    differ = {
        sample.t_s: (sample.tasks, tasks_at(sample.t_s, arrivals, latency_s, 0.6, handler))
        for sample in run.samples
    }
    assert {t_s: pair for t_s, pair in differ.items() if pair[0] != pair[1]} == {}


def test_the_rule_and_the_run_agree_when_latency_and_timeout_are_equal():
    # A race in Go. Here the timeout wins, as `left_at_end` has it: so it must in `tasks_at`.
    scenario = Scenario(plans="0.6:write", rate_per_s=10, duration_s=1)
    arrivals = list(arrival_times(scenario))
    run = simulate(scenario, "k8s-1.12")
    assert run.tasks_left == 10 == left_at_end([0.6] * 10, 0.6)
    assert tasks_at(run.scenario.horizon_s, arrivals, 0.6, 0.6) == 10
    assert leak_per_s(10, 0.6, 0.6) == 10


def test_the_rule_and_the_recordings_agree():
    # burst: 1,000 requests in 1 s, each of 2 s, timeout 0.5 s (the table of recorded peaks)
    burst = [index / 1000 for index in range(1000)]
    between = [0.0005 + index / 1000 for index in range(5000)]
    assert max(tasks_at(t_s, burst, 2, 0.5) for t_s in between) == 1500
    assert max(tasks_at(t_s, burst, 2, 0.5, "k8s-1.17") for t_s in between) == 2000


@pytest.mark.parametrize(
    ("handler", "latency_s", "tasks"),
    [
        ("k8s-1.12", 0.3, 2 * 50 * 0.3),
        ("k8s-1.17", 0.3, 2 * 50 * 0.3),
        ("buffered", 0.3, 2 * 50 * 0.3),
        ("structured", 0.3, 2 * 50 * 0.3),
        ("k8s-1.12", 0.9, 50 * 0.6 + 50 * 0.9),
        ("buffered", 0.9, 50 * 0.6 + 50 * 0.9),
        ("k8s-1.17", 0.9, 2 * 50 * 0.9),
        ("structured", 0.9, 2 * 50 * 0.6),
    ],
)
def test_the_steady_state(handler: str, latency_s: float, tasks: float):
    assert steady_tasks(50, latency_s, 0.6, handler) == pytest.approx(tasks)
    scenario = Scenario(plans=f"{latency_s}:write")
    census = simulate(scenario, handler, sample_times_s=[3.005]).samples[0]
    assert census.tasks - census.parked == pytest.approx(tasks, abs=2)


@pytest.mark.parametrize("handler", NAMES)
def test_only_1_12_leaks_and_only_above_the_timeout(handler: str):
    leaks = handler == "k8s-1.12"
    assert leak_per_s(50, 0.9, 0.6, handler) == (50 if leaks else 0)
    assert leak_per_s(50, 0.59, 0.6, handler) == 0
    assert left_at_end([0.1, 0.9, 0.5, 0.7], 0.6, handler) == (2 if leaks else 0)
    assert left_at_end([], 0.6, handler) == 0


@pytest.mark.slow
@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(1, 30))
def test_what_is_left_is_known_before_the_run(twentieths: list[int], timeout: int):
    latencies_s = [count / 20 for count in twentieths]  # ties with the timeout included
    plans = [f"{latency_s}:write" for latency_s in latencies_s]
    scenario = Scenario(rate_per_s=len(plans), duration_s=1, timeout_s=timeout / 20, plans=plans)
    for handler in ("k8s-1.12", "k8s-1.17"):
        left = left_at_end(latencies_s, timeout / 20, handler)
        assert simulate(scenario, handler).tasks_left == left


def test_the_leak_grows_as_predicted():
    run = simulate(Scenario(), sample_times_s=[2.005, 3.005])
    earlier, later = run.samples
    assert later.parked - earlier.parked == leak_per_s(50, 0.9, 0.6)
