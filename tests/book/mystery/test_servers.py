"""The three servers without a label: each has its own symptoms, and those only."""

import pytest

from leaklab import Scenario, profile, simulate
from leaklab.book import mystery

HOUR = {"rate_per_s": 5, "duration_s": 120, "timeout_s": 60, "until_s": 300, "every_s": 5}
PANICS = "|".join(["2:write"] * 9 + ["1:panic"])


@pytest.mark.parametrize(
    ("latency_s", "answers", "left"),
    [(10, (600, 0), 0), (19, (600, 0), 0), (30, (600, 0), 600), (75, (0, 600), 1200)],
)
def test_a_leaves_a_task_after_each_request_slower_than_a_third_of_its_timeout(
    latency_s, answers, left
):
    run = mystery.run_with_latency(mystery.A, latency_s, **HOUR)
    assert (run.outcomes.ok_200, run.outcomes.timeouts_504) == answers
    assert run.tasks_left == left


def test_a_asks_twice():
    assert mystery.run_with_latency(mystery.A, 30, **HOUR).outcomes.inner_done == 1200


def test_b_holds_a_timekeeper_for_the_whole_timeout_and_leaks_nothing():
    run = mystery.run_with_latency(mystery.B, 0.5, rate_per_s=10, duration_s=120, timeout_s=60)
    assert run.at(50.05).tasks == 5 + 5 + 501
    assert run.at(90.05).tasks == 5 + 5 + 600
    assert run.tasks_left == 0
    assert run.outcomes.ok_200 == 1200
    assert mystery.falls_to_zero_s(run) == pytest.approx(120 + 60, abs=0.2)


def test_a_leak_never_falls_to_zero():
    with pytest.raises(ValueError, match="600 tasks are left"):
        mystery.falls_to_zero_s(mystery.run_with_latency(mystery.A, 30, **HOUR))


def test_b_reports_a_late_panic_once():
    run = simulate(Scenario(plans="0.9:panic"), mystery.B)
    assert run.outcomes.handle_error_calls == run.outcomes.timeouts_504 == 200
    assert run.tasks_left == 0


def test_c_stops_for_good_after_forty_panics():
    run = simulate(Scenario(plans=PANICS, **{**HOUR, "duration_s": 600, "until_s": 800}), mystery.C)
    assert run.outcomes.aborted == 40
    assert run.outcomes.timeouts_504 == run.tasks_left == 2600
    assert run.outcomes.ok_200 == 360


def test_c_without_panics_is_sound_even_when_requests_are_late():
    run = simulate(Scenario(rate_per_s=20, plans="0.9:write"), mystery.C)
    assert run.tasks_left == 0
    assert run.outcomes.timeouts_504 == 80


@pytest.mark.slow
@pytest.mark.parametrize(
    ("server", "plans", "state", "function"),
    [
        (mystery.A, "30:write", "chan send", "ask"),
        (mystery.C, PANICS, "semacquire", "worker"),
    ],
    ids=["A", "C"],
)
def test_what_is_left_stands_on_one_stack(server, plans, state, function):
    load = Scenario(plans=plans, **{**HOUR, "duration_s": 600, "until_s": 800})
    stacks = mystery.stacks(server, load, 799)
    (left,) = profile.group(stacks)
    assert {each.state for each in stacks} == {state}
    assert left.frames[-1].function.endswith(f"<locals>.{function}")


def test_growth_is_the_difference_of_two_profiles():
    load = Scenario(plans="30:write", **HOUR)
    grown = mystery.growth(mystery.A, load, 61, 81)
    assert [change.growth for change in grown] == [100]
    assert profile.difference_text(grown).startswith("goroutine profile difference: total +100")


def test_the_smallest_latency_that_does_it():
    assert mystery.smallest(range(1, 60), lambda latency_s: latency_s >= 20) == 20
    with pytest.raises(ValueError, match="none of these latencies"):
        mystery.smallest([1], lambda latency_s: False)


def test_a_narrow_profile_keeps_counts_functions_and_lines():
    load = Scenario(plans="30:write", **HOUR)
    left = mystery.narrow(profile.debug1(mystery.stacks(mystery.A, load, 299))).splitlines()
    assert left[:3] == [
        "goroutine profile: total 600",
        "600 @ ...",
        next(line for line in left if "MemorySendChannel.send  _channel.py:" in line),
    ]
    assert left[3].startswith("#  ask  server_a.py:")
    grown = profile.difference_text(mystery.growth(mystery.A, load, 61, 81))
    assert mystery.narrow(grown).splitlines()[1] == "+100 (56 to 156) @ ..."
