"""Laws for any traffic: which handler leaves what behind."""

import dataclasses

from hypothesis import given

from leaklab import Scenario, simulate
from tests.support.any_traffic import any_scenarios, scenarios

FIXED = ["k8s-1.17", "k8s-1.22", "k8s-1.37", "buffered", "structured"]


def long_enough(scenario: Scenario) -> Scenario:
    """The same without a platform, which pulls until the end, and with time for all to end."""
    latency_s = scenario.latency.longest_s * 100 if scenario.latency else 0
    until_s = scenario.duration_s + scenario.timeout_s + latency_s + 60
    return dataclasses.replace(scenario, platform=None, until_s=until_s)


@given(any_scenarios(slow=False))
def test_what_is_fixed_leaves_nothing(scenario: Scenario):
    scenario = long_enough(scenario)
    for handler in FIXED:
        run = simulate(scenario, handler, sample_times_s=[scenario.horizon_s])
        assert run.tasks_left == 0
        assert run.samples[-1][1:] == (0, 0, 0, 0, 0)
        done = run.outcomes.inner_done + run.outcomes.rejected_429
        assert run.outcomes.started == run.outcomes.ended == done


@given(any_scenarios(slow=False, panic=False))
def test_1_11_leaves_nothing_either_as_long_as_nothing_panics(scenario: Scenario):
    scenario = long_enough(scenario)
    run = simulate(scenario, "k8s-1.11")
    assert run.crash is None
    assert run.tasks_left == 0
    done = run.outcomes.inner_done + run.outcomes.rejected_429
    assert run.outcomes.started == run.outcomes.ended == done


@given(any_scenarios())
def test_slow_clients_delay_what_is_fixed_and_park_nothing(scenario: Scenario):
    scenario = long_enough(scenario)
    for handler in FIXED:
        run = simulate(scenario, handler, sample_times_s=[scenario.horizon_s])
        assert run.tasks_left == 0


@given(scenarios(panic=False))
def test_1_12_leaves_exactly_its_timeouts_when_nothing_panics(scenario: Scenario):
    # Answered 504, cut off because the response had begun, or sent as the body of a flushed 200.
    run = simulate(scenario, "k8s-1.12")
    assert run.tasks_left == run.outcomes.metric_504
    assert run.outcomes.metric_504 >= run.outcomes.timeouts_504 + run.outcomes.aborted
    assert run.samples[-1].parked == run.tasks_left


@given(any_scenarios(panic=False))
def test_1_12_leaves_its_timeouts_under_any_limit_line_or_slow_client(scenario: Scenario):
    scenario = long_enough(scenario)
    run = simulate(scenario, "k8s-1.12")
    assert run.tasks_left == run.outcomes.metric_504
