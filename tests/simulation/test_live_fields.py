"""Whatever field of a scenario is set, a live server counts what `simulate` counts."""

import dataclasses
from functools import cache, partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaklab import Fixed, Link, LogNormal, Platform, Scenario, simulate
from leaklab.apiserver.handlers import NAMES, k8s_1_17
from leaklab.simulation.live_server import LiveServer
from leaklab.simulation.main_task import FIXED
from tests.support.any_traffic import any_scenarios

NO_LIMIT = float("inf")
BASE = Scenario(
    rate_per_s=40, duration_s=5, timeout_s=0.6, plans="0.3:write|0.9:write", until_s=4, every_s=0.1
)
FIELDS = {
    "rate_per_s": 17.0,
    "timeout_s": 0.35,
    "plans": ("0.1:slow=1", "0.7:panic", "1.2:write"),
    "select": "step",
    "arrivals": "poisson",
    "latency": LogNormal(0.5, 0.5),
    "link": Link(0.2, changes=((1, 3), (2.5, 1))),
    "platform": Platform(every_s=0.75, timeout_s=0.4, retries=2, pages=3),
    "max_in_flight": 5,
    "honours_cancel": True,
    "client_hangup_s": 0.25,
    "client_timeout_s": 0.4,
    "http_version": 1,
    "report_gap_s": 0.2,
    "verb": "watch",
    "every_s": 0.25,
    "seed": 7,
}
MEANT_ELSEWHERE = {"duration_s", "until_s", "step_index"}  # its traffic never ends; see `select`

FELT_BY_1_22 = ("client_hangup_s", "client_timeout_s", "report_gap_s")


def on_the_way(scenario: Scenario, handler, frame_s: float = 1 / 7):
    """A live server's samples and totals up to the scenario's end, in frames."""
    live = LiveServer(scenario, handler)
    samples = []
    at_s = 0.0
    while at_s < scenario.horizon_s:
        at_s = min(at_s + frame_s, scenario.horizon_s)
        stretch = live.advance(at_s, NO_LIMIT)
        samples += stretch.samples
    live.close()
    return tuple(samples), stretch


def test_every_field_is_tried():
    assert set(FIELDS) | MEANT_ELSEWHERE == {field.name for field in dataclasses.fields(Scenario)}


def is_felt(field: str, handler: str) -> bool:
    """Whether a field changes what BASE counts. There is no chance in it, and nothing is cut."""
    if field in FELT_BY_1_22:
        return handler == "k8s-1.22"
    if field == "honours_cancel":  # the structured handler is cancelled in any case
        return handler != "structured"
    return field not in ("seed", "http_version")


plain_run = cache(partial(simulate, BASE))
# The law below tries all handlers.
CASES = [(field, name) for field in FIELDS for name in ("k8s-1.12", "k8s-1.22")]
CASES.append(("honours_cancel", "structured"))


@pytest.mark.parametrize(("field", "handler"), CASES)
def test_each_field_counts_live_as_in_simulate(field: str, handler: str):
    more = {"step_index": 50} if field == "select" else {}
    scenario = dataclasses.replace(BASE, **{field: FIELDS[field], **more})
    run, plain = simulate(scenario, handler), plain_run(handler)
    samples, stretch = on_the_way(scenario, handler)
    assert samples == run.samples
    assert (stretch.outcomes, stretch.seen) == (run.outcomes, run.seen)
    assert stretch.now.tasks == run.tasks_left
    changed = (run.samples, run.outcomes) != (plain.samples, plain.outcomes)
    assert changed == is_felt(field, handler)


@given(scenario=any_scenarios(), handler=st.sampled_from(NAMES), frames=st.integers(1, 60))
@example(scenario=dataclasses.replace(BASE, plans="0.5:panic"), handler="k8s-1.11", frames=9)
def test_any_scenario_counts_live_as_in_simulate(scenario: Scenario, handler: str, frames: int):
    short = dataclasses.replace(scenario, until_s=scenario.duration_s * 0.99)
    run = simulate(short, handler)
    samples, stretch = on_the_way(short, handler, short.horizon_s / frames)
    assert samples == run.samples
    assert (stretch.outcomes, stretch.seen) == (run.outcomes, run.seen)
    assert stretch.crash == run.crash
    assert stretch.peak == run.tasks_peak


@pytest.mark.parametrize("name", FIXED)
def test_what_cannot_be_turned_is_refused(name: str):
    live = LiveServer(BASE, "k8s-1.17")
    live.advance(1, NO_LIMIT)
    with pytest.raises(ValueError, match=f"^{name} cannot be turned"):
        live.turn(dataclasses.replace(BASE, **{name: FIELDS[name]}))
    live.close()


def turned(first: Scenario, second: Scenario, at_s: float, until_s: float):
    live = LiveServer(first, "k8s-1.17")
    before = live.advance(at_s, NO_LIMIT)
    live.turn(second)
    after = live.advance(until_s, NO_LIMIT)
    live.close()
    return before, after


def test_a_latency_and_a_line_can_be_turned():
    quick = dataclasses.replace(BASE, latency=Fixed(0.1))
    slow = dataclasses.replace(quick, link=Link(0.8))
    before, after = turned(quick, slow, 2.01, 4)
    assert before.outcomes.timeouts_504 == 0
    assert after.outcomes.timeouts_504 == 40 * (4 - 2) - 0.6 * 40  # all but those on their way


def test_a_turn_to_the_same_rate_loses_and_adds_no_arrival():
    for arrivals in ("constant", "poisson"):
        scenario = dataclasses.replace(BASE, arrivals=arrivals)
        later = dataclasses.replace(scenario, plans="0.2:write")
        _, after = turned(scenario, later, 2.005, 4)
        assert after.outcomes.started == simulate(scenario, "k8s-1.17").outcomes.started


def test_random_arrivals_follow_a_turned_rate():
    scenario = dataclasses.replace(BASE, arrivals="poisson", rate_per_s=1)
    before, after = turned(scenario, dataclasses.replace(scenario, rate_per_s=200), 10, 20)
    assert before.outcomes.started < 30
    assert abs(after.outcomes.started - before.outcomes.started - 2000) < 200


def test_a_rate_of_none_beside_a_platform_can_be_turned_up():
    platform = Platform(every_s=1, timeout_s=5)
    quiet = Scenario(rate_per_s=0, platform=platform, plans="0.1:write")
    before, after = turned(quiet, dataclasses.replace(quiet, rate_per_s=10), 2.5, 4.45)
    assert before.outcomes.started == 3  # the platform's own, at 0, 1 and 2 s
    assert after.outcomes.started == 3 + 2 + 20  # at 2.5, 2.6, ... 4.4 s


def test_a_handler_of_your_own():
    class Own(k8s_1_17.TimeoutHandler):
        pass

    assert on_the_way(BASE, Own)[0] == simulate(BASE, "k8s-1.17").samples
    with pytest.raises(ValueError, match=r"^handler = "):
        LiveServer(BASE, int)
