"""Who sends requests and when: open-loop arrivals, and the platform that does not wait."""

import itertools
import math
import statistics

import pytest

from leaklab import Fixed, Link, Platform, Scenario, Uniform, simulate
from leaklab.apiserver.plans import Step, parse_plan
from leaklab.simulation.traffic import arrival_times, plan_chooser


def test_constant_arrivals():
    scenario = Scenario(rate_per_s=4, duration_s=1)
    assert list(arrival_times(scenario)) == [0, 0.25, 0.5, 0.75]


def test_poisson_arrivals():
    scenario = Scenario(rate_per_s=100, duration_s=100, arrivals="poisson")
    times = list(arrival_times(scenario))
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert times[0] > 0
    assert times[-1] < 100
    assert min(gaps) > 0
    assert len(times) == pytest.approx(10_000, abs=4 * math.sqrt(10_000))
    assert statistics.mean(gaps) == pytest.approx(0.01, rel=0.04)
    assert statistics.stdev(gaps) == pytest.approx(0.01, rel=0.04)  # exponential: equal to the mean


def test_poisson_arrivals_follow_their_seed():
    def times(seed: int) -> list[float]:
        return list(arrival_times(Scenario(arrivals="poisson", seed=seed)))

    assert times(1) == times(1)
    assert times(1) != times(2)


def test_requests_arrive_on_time():
    # In between two arrivals the census counts exactly those that have come; none ever ends.
    scenario = Scenario(
        rate_per_s=20, duration_s=2, timeout_s=100, plans="100:write", arrivals="poisson", until_s=3
    )
    times = list(arrival_times(scenario))
    between = [(earlier + later) / 2 for earlier, later in itertools.pairwise(times)]
    run = simulate(scenario, sample_times_s=between)
    assert [sample.serving for sample in run.samples] == list(range(1, len(times)))


# What the handlers do.


def chosen(scenario: Scenario, count: int) -> list[str]:
    choose = plan_chooser(scenario)
    names = {parse_plan(text): text for text in scenario.plans}
    return [names[choose(index, 0.0)] for index in range(count)]


def test_plans_in_turn():
    scenario = Scenario(plans="0.1:write|0.2:write|0.3:write")
    expected = ["0.1:write", "0.2:write", "0.3:write", "0.1:write", "0.2:write"]
    assert chosen(scenario, 5) == expected


def test_one_plan_until_a_step():
    scenario = Scenario(plans="0.1:write|0.9:write", select="step", step_index=2)
    assert chosen(scenario, 4) == ["0.1:write", "0.1:write", "0.9:write", "0.9:write"]


def test_a_step_in_a_run():
    scenario = Scenario(plans="0.1:write|0.9:write", select="step", step_index=150)
    outcomes = simulate(scenario).outcomes
    assert (outcomes.ok_200, outcomes.timeouts_504) == (150, 50)


def test_a_latency_takes_the_place_of_plans():
    choose = plan_chooser(Scenario(latency=Fixed(0.7)))
    assert choose(0, 0.0) == (Step(0.7, "write"),)


def test_a_random_latency_follows_its_seed():
    def draws(seed: int) -> list[float]:
        choose = plan_chooser(Scenario(latency=Uniform(0.1, 2), seed=seed))
        return [choose(index, 0.0)[0].at_s for index in range(20)]

    assert draws(1) == draws(1)
    assert draws(1) != draws(2)


def test_latencies_and_arrivals_are_drawn_apart():
    # Changing what handlers do changes nothing about when requests come.
    one = Scenario(arrivals="poisson", latency=Uniform(0.1, 2))
    other = Scenario(arrivals="poisson", plans="0.1:write")
    assert list(arrival_times(one)) == list(arrival_times(other))


def test_a_line_delays_every_step():
    line = Link(0.1, changes=((10, 3), (20, 1)))
    choose = plan_chooser(Scenario(plans="0.1:write,0.2:slow=1", link=line))
    at_s = {t_s: [round(step.at_s, 9) for step in choose(0, t_s)] for t_s in (0, 10, 20)}
    assert at_s == {0: [0.2, 0.3], 10: [0.4, 0.5], 20: [0.2, 0.3]}
    assert choose(0, 0)[1].stall_s == 1


def test_a_line_three_times_slower_for_ten_seconds():
    # 0.3 s becomes 0.9 s, past the timeout of 0.6 s, for the requests that begin in between.
    scenario = Scenario(
        rate_per_s=10,
        duration_s=30,
        plans="0:write",
        link=Link(0.3, changes=((9.95, 3), (19.95, 1))),
    )
    run = simulate(scenario, sample_times_s=[5, 9.9, 15, 20.9, 32])
    assert [sample.parked for sample in run.samples] == [0, 0, 42, 100, 100]
    assert run.outcomes.timeouts_504 == 100
    assert run.tasks_left == 100


# The administrator platform.


def pulls(*, plan: str, until_s: float, every_s=30.0, gives_up_s=5.0, retries=0, pages=1, **more):
    """What a platform sees which pulls every so often, beside one request of other origin."""
    platform = Platform(every_s=every_s, timeout_s=gives_up_s, retries=retries, pages=pages)
    scenario = Scenario(
        **{"rate_per_s": 1, "duration_s": 1, "timeout_s": 60, **more},
        plans=plan,
        platform=platform,
        until_s=until_s,
    )
    return simulate(scenario)


def test_no_platform_no_pulls():
    assert simulate(Scenario(rate_per_s=1, duration_s=1)).pulls is None


def test_pulls_that_are_answered():
    run = pulls(plan="2:write", until_s=89)
    assert run.pulls.begun == run.pulls.answered == 3  # at 0, 30 and 60 s
    assert (run.pulls.given_up, run.pulls.failed, run.pulls.retries) == (0, 0, 0)
    assert run.outcomes.started == 1 + 3
    assert run.outcomes.ok_200 == 1 + 3


def test_pulls_take_the_plans_in_turn_from_the_first_on():
    first, second = (pulls(plan="0.1:write|8:write", until_s=until_s).pulls for until_s in (29, 59))
    assert (first.begun, first.answered, first.given_up) == (1, 1, 0)
    assert (second.begun, second.answered, second.given_up) == (2, 1, 1)


def test_pulls_that_are_given_up():
    run = pulls(plan="8:write", until_s=89)
    assert (run.pulls.begun, run.pulls.given_up) == (3, 3)
    assert (run.pulls.answered, run.pulls.failed) == (0, 0)
    assert run.outcomes.ok_200 == 1 + 3  # the server worked for nobody, and does not know


def test_pulls_that_are_given_up_and_retried():
    run = pulls(plan="8:write", until_s=89, retries=2)
    assert (run.pulls.begun, run.pulls.given_up, run.pulls.retries) == (3, 9, 6)
    assert run.outcomes.started == 1 + 9


def test_a_retry_follows_at_once():
    platform = Platform(every_s=30, timeout_s=5, retries=2)
    scenario = Scenario(
        rate_per_s=1, duration_s=1, plans="8:write", timeout_s=60, platform=platform, until_s=29
    )
    run = simulate(scenario, sample_times_s=[4.9, 5.1, 9.9, 10.1, 17.9, 18.1])
    # The other request and the attempts at 0, 5 and 10 s last 8 s each.
    assert [sample.serving for sample in run.samples] == [2, 3, 1, 2, 1, 0]


@pytest.mark.parametrize(
    "plan",
    ["0.9:write", "0.1:write,0.9:return", "0.2:panic", "0.2:return"],
    ids=["answered-504", "cut-by-the-timeout", "cut-by-a-panic", "ended-without-an-answer"],
)
def test_pulls_that_fail(plan: str):
    run = pulls(plan=plan, until_s=89, retries=1, timeout_s=0.6)
    assert (run.pulls.begun, run.pulls.failed, run.pulls.retries) == (3, 6, 3)
    assert (run.pulls.answered, run.pulls.given_up) == (0, 0)


def test_a_pull_that_is_retried_until_it_is_answered():
    # The line is slow for the first 7 s: the attempt at 0 s is given up at 5 s, the one at 5 s
    # at 10 s, the one at 10 s is answered.
    run = pulls(plan="0.1:write", until_s=29, retries=5, link=Link(1, changes=((0, 20), (7, 1))))
    assert (run.pulls.begun, run.pulls.given_up) == (1, 2)
    assert (run.pulls.answered, run.pulls.retries) == (1, 2)


def test_giving_up_cancels_the_requests_context():
    run = pulls(plan="8:write", until_s=89, honours_cancel=True)
    assert run.pulls.given_up == 3
    assert run.outcomes.no_status == 3  # these handlers returned at 5 s without a word
    assert run.outcomes.ok_200 == 1


def test_pulls_go_on_while_earlier_ones_last():
    run = pulls(plan="25:write", until_s=100, every_s=10, gives_up_s=30)
    assert run.pulls.begun == 10
    assert run.pulls.answered == 8  # begun at 0, 10, ..., 70 s


def test_no_pull_begins_at_the_very_end():
    assert pulls(plan="1:write", until_s=60).pulls.begun == 2


def test_a_platform_may_be_all_the_traffic_there_is():
    run = pulls(plan="2:write", until_s=89, rate_per_s=0)
    assert run.outcomes.started == run.pulls.begun == 3


def test_no_poisson_arrivals_at_rate_0_either():
    run = pulls(plan="2:write", until_s=89, rate_per_s=0, arrivals="poisson")
    assert run.outcomes.started == 3


def test_when_pulls_were_missed():
    run = pulls(plan="8:write", until_s=89, retries=1)
    assert run.pulls.missed_s == (5, 10, 35, 40, 65, 70)
    assert pulls(plan="2:write", until_s=89).pulls.missed_s == ()


# A pull in pages.


def test_pages_are_asked_for_one_after_the_other():
    platform = Platform(every_s=30, timeout_s=5, pages=4)
    scenario = Scenario(rate_per_s=0, plans="2:write", timeout_s=60, platform=platform, until_s=29)
    run = simulate(scenario, sample_times_s=[0.1, 1.9, 2.1, 7.9, 8.1])
    assert [sample.serving for sample in run.samples] == [1, 1, 1, 1, 0]
    assert run.outcomes.started == run.outcomes.ok_200 == 4
    assert (run.pulls.begun, run.pulls.answered) == (1, 1)  # a pull, however many its pages


def test_a_page_without_an_answer_ends_its_pull():
    # Fast until 3 s, then slow: pages at 0 and 2 s are answered, the one at 4 s is given up.
    line = Link(1, changes=((3, 20),))
    run = pulls(plan="1:write", until_s=29, pages=9, link=line, rate_per_s=0)
    assert run.outcomes.started == 3
    assert (run.pulls.begun, run.pulls.answered, run.pulls.given_up) == (1, 0, 1)
    assert run.pulls.missed_s == pytest.approx((9,))


def test_only_the_page_that_failed_is_tried_again():
    line = Link(1, changes=((3, 20), (8, 1)))
    run = pulls(plan="1:write", until_s=29, pages=5, retries=1, link=line, rate_per_s=0)
    assert (run.pulls.answered, run.pulls.given_up, run.pulls.retries) == (1, 1, 1)
    assert run.outcomes.started == 5 + 1
