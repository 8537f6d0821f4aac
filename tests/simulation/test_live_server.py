"""A live server is `simulate` without an end, and its knobs act while it runs."""

import gc

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.simulation import counting_rule as theory
from leaklab.simulation.live_server import LiveServer

SCENARIO = Scenario(rate_per_s=50, duration_s=8, timeout_s=0.6, plans="0.9:write", every_s=0.1)
NO_LIMIT = float("inf")


@pytest.mark.parametrize("handler", ["k8s-1.12", "k8s-1.17", "buffered", "structured", "draft-1"])
@pytest.mark.parametrize("plans", ["0.9:write", "0.3:write|0.9:write", "0.1:write,0.9:return"])
def test_left_alone_it_counts_what_simulate_counts(handler, plans):
    scenario = Scenario(rate_per_s=50, duration_s=8, timeout_s=0.6, plans=plans, every_s=0.1)
    run = simulate(scenario, handler)
    live = LiveServer(scenario, handler)
    samples = []
    for frame in range(1, 240):
        samples += live.advance(frame / 30, NO_LIMIT).samples
    live.close()
    assert len(samples) > 70
    assert samples == list(run.samples[: len(samples)])


def test_a_turned_latency_is_that_of_later_requests():
    scenario = Scenario(
        rate_per_s=50,
        duration_s=8,
        timeout_s=0.6,
        every_s=0.1,
        plans="0.9:write|0.3:write",
        select="step",
        step_index=101,  # requests 0 to 100 arrive up to 2.0 s
    )
    run = simulate(scenario, "k8s-1.12")
    live = LiveServer(SCENARIO, "k8s-1.12")
    samples = list(live.advance(2.01, NO_LIMIT).samples)
    live.turn(Scenario(rate_per_s=50, timeout_s=0.6, plans="0.3:write"))
    samples += live.advance(7.9, NO_LIMIT).samples
    live.close()
    assert samples == list(run.samples[: len(samples)])


def test_a_turned_rate_counts_from_the_last_arrival():
    live = LiveServer(SCENARIO, "k8s-1.17")
    live.advance(2.01, NO_LIMIT)  # the last arrival was at 2.0 s
    live.turn(Scenario(rate_per_s=10, timeout_s=0.6, plans="0.9:write"))
    arrivals = [i / 50 for i in range(101)] + [2.1 + i / 10 for i in range(60)]
    for sample in live.advance(7, NO_LIMIT).samples:
        rule = theory.tasks_at(sample.t_s, arrivals, 0.9, 0.6, "k8s-1.17")
        assert abs(sample.tasks - rule) <= 1
    live.close()


def test_a_slow_rate_can_be_turned_up_at_once():
    live = LiveServer(Scenario(rate_per_s=0.01, plans="0.9:write"), "k8s-1.12")
    assert live.advance(5, NO_LIMIT).outcomes.started == 1  # the next would come at 100 s
    live.turn(Scenario(rate_per_s=100, plans="0.9:write"))
    assert live.advance(6, NO_LIMIT).outcomes.started == 1 + 101  # from then on
    live.close()


def test_a_turned_timeout_is_that_of_later_requests():
    live = LiveServer(SCENARIO, "k8s-1.12")
    leaking = live.advance(4, NO_LIMIT)
    live.turn(Scenario(rate_per_s=50, timeout_s=2, plans="0.9:write"))
    settled = live.advance(8, NO_LIMIT)
    assert settled.now.parked == settled.outcomes.timeouts_504
    assert settled.outcomes.timeouts_504 < leaking.outcomes.started + 5
    live.close()


def test_a_crash_is_told_and_nothing_lives_after_it():
    live = LiveServer(Scenario(plans="0.5:panic"), "k8s-1.11")
    for second in (1, 2):
        stretch = live.advance(second, NO_LIMIT)
        assert stretch.crash is not None
        assert stretch.now == (second, 0, 0, 0, 0, 0)
    live.close()


def test_closing_leaves_no_task():
    live = LiveServer(SCENARIO, "k8s-1.12")
    assert live.advance(4, NO_LIMIT).now.parked > 100
    live.close()
    del live
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, trio.lowlevel.Task)]
