"""What may be asked, and how a question that makes no sense is refused."""

import dataclasses
import math

import pytest

from leaklab import Fixed, Link, LogNormal, Platform, Scenario
from leaklab.tasks.checks import WEEK_S


def test_the_defaults_leak():
    scenario = Scenario()
    assert scenario.plans == ("0.9:write",)
    assert scenario.longest_handler_s > scenario.timeout_s
    assert scenario.constant_arrivals == 200


@pytest.mark.parametrize(
    ("given", "plans"),
    [
        ("0.2:write", ("0.2:write",)),
        ("0.2:write|0.9:write", ("0.2:write", "0.9:write")),
        (("0.2:write", "0.9:write"), ("0.2:write", "0.9:write")),
        (["0.2:write|0.3:write", "0.9:write"], ("0.2:write", "0.3:write", "0.9:write")),
    ],
)
def test_plans_come_in_any_shape_and_leave_in_one(given, plans: tuple[str, ...]):
    assert Scenario(plans=given).plans == plans


@pytest.mark.parametrize(
    ("rate_per_s", "duration_s", "count"),
    [
        (50, 4, 200),
        (50, 0.01, 1),  # the request at t = 0
        (10, 0.95, 10),
        (10, 1.0, 10),  # the one at 1.0 s would be too late
        (10, 1.01, 11),
        (8.3, 30, 249),  # 8.3 x 30 is a little more than 249 in floating point
        (3, 1 / 3, 1),
        (1 / 3, 3, 1),
        (0.001, 1, 1),
        (1e-10, 1, 1),  # however rare requests are, the first comes at t = 0
    ],
)
def test_how_many_arrive_at_a_constant_interval(rate_per_s, duration_s, count):
    assert Scenario(rate_per_s=rate_per_s, duration_s=duration_s).constant_arrivals == count


def test_the_platforms_pulls_count_too():
    platform = Platform(every_s=10, timeout_s=5, retries=2)
    scenario = Scenario(rate_per_s=1, duration_s=10, until_s=60, platform=platform)
    assert scenario.requests_expected == 10 + 6 * 3


def test_each_page_of_a_pull_counts():
    platform = Platform(every_s=10, timeout_s=5, retries=2, pages=4)
    assert Scenario(rate_per_s=0, until_s=60, platform=platform).requests_expected == 6 * 4 * 3


def test_a_rate_of_0_needs_a_platform():
    platform = Platform(every_s=10, timeout_s=5)
    assert Scenario(rate_per_s=0, until_s=60, platform=platform).requests_expected == 6
    with pytest.raises(ValueError, match="rate_per_s = 0 requests/s is out of range"):
        Scenario(rate_per_s=0)


@pytest.mark.parametrize(
    ("more", "horizon_s"),
    [
        ({}, 4 + 0.9 + 2.5),
        ({"plans": "0.1:write"}, 4 + 0.6 + 2.5),  # the timeout comes after the handler's end
        ({"plans": "0.3:slow=2"}, 4 + 2.3 + 2.5),
        ({"plans": "0.1:write|5:write"}, 4 + 5 + 2.5),
        ({"latency": Fixed(3)}, 4 + 3 + 2.5),
        ({"latency": LogNormal(0.3, 0.5)}, 4 + 0.3 * math.exp(2) + 2.5),
        ({"link": Link(0.1, changes=((1, 3),))}, 4 + 0.9 + 0.3 + 2.5),
        ({"until_s": 1}, 1),
    ],
)
def test_a_run_ends_after_the_last_handler(more, horizon_s: float):
    assert Scenario(**more).horizon_s == pytest.approx(horizon_s)


NUMBERS = [0, -1, math.nan, math.inf, -math.inf, 1e9]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("rate_per_s", "requests/s"),
        ("duration_s", "s"),
        ("timeout_s", "s"),
        ("until_s", "s"),
        ("every_s", "s"),
    ],
)
def test_a_refusal_names_value_unit_and_limits(name: str, unit: str, value: float):
    with pytest.raises(ValueError) as refusal:
        Scenario(**{name: value})
    message = str(refusal.value)
    assert message.startswith(f"{name} = {value} {unit} is out of range")
    assert f"more than 0 and at most {'1000000' if name == 'rate_per_s' else '604800'}" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"rate_per_s": "fast"}, "rate_per_s = 'fast' is not a number"),
        ({"rate_per_s": 1e6, "duration_s": 2}, "= 2000000 requests is out of range"),
        ({"rate_per_s": 1000.1, "duration_s": 1000}, "at most 1000000 requests"),
        ({"timeout_s": WEEK_S}, "horizon = 604806.5 s is out of range"),
        ({"plans": "604800:write"}, "horizon = "),
        ({"plans": ()}, "plans is empty"),
        ({"plans": ""}, "must be TIME:ACTION"),
        ({"plans": "0.9:wrote"}, "no known action"),
        ({"select": "random"}, "select = 'random' is unknown; it must be one of cycle, step"),
        ({"select": "step"}, "select = 'step' needs exactly 2 plans, not 1"),
        ({"step_index": -1}, "step_index = -1 is out of range"),
        ({"step_index": 1.5}, "step_index = 1.5 is not a whole number"),
        ({"arrivals": "often"}, "arrivals = 'often' is unknown; it must be one of constant, pois"),
        ({"max_in_flight": 0}, "max_in_flight = 0 is out of range"),
        ({"max_in_flight": 2.0}, "max_in_flight = 2.0 is not a whole number"),
        ({"seed": -1}, "seed = -1 is out of range"),
        ({"seed": 0.5}, "seed = 0.5 is not a whole number"),
        ({"every_s": 1e-6}, "gives more than 1000000 samples; it must be at least 7.4e-06 s"),
        ({"every_s": 5e-324}, "gives more than 1000000 samples"),
    ],
)
def test_a_refusal_gives_the_reason(given, reason: str):
    with pytest.raises(ValueError) as refusal:
        Scenario(**given)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "given",
    [
        {"plans": 0.9},
        {"plans": [0.9]},
        {"plans": None},
        {"latency": "fixed:0.9"},
        {"latency": 0.9},
        {"link": 0.1},
        {"platform": 60},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_kind_is_refused_like_any_other(given):
    with pytest.raises(ValueError):
        Scenario(**given)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"every_s": 0}, "platform's every_s = 0 s"),
        ({"timeout_s": math.nan}, "platform's timeout_s = nan s"),
        ({"retries": -1}, "platform's retries = -1"),
        ({"pages": 0}, "platform's pages = 0"),
        ({"pages": 1001}, "a whole number from 1 to 1000 pages"),
        ({"retries": 101}, "a whole number from 0 to 100 retries"),
    ],
)
def test_a_platform_is_checked_too(given, reason: str):
    with pytest.raises(ValueError) as refusal:
        Platform(**{"every_s": 10, "timeout_s": 5, **given})
    assert reason in str(refusal.value)


def test_a_platform_that_pulls_too_often():
    with pytest.raises(ValueError, match="at most 1000000 requests"):
        Scenario(platform=Platform(every_s=1e-6, timeout_s=1))


def test_a_scenario_cannot_be_changed_but_varied():
    scenario = Scenario()
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.rate_per_s = 1
    assert dataclasses.replace(scenario, rate_per_s=1).rate_per_s == 1
    assert scenario == Scenario(plans=["0.9:write"])
    assert hash(scenario) == hash(Scenario())


def test_fields_are_named_never_counted():
    with pytest.raises(TypeError):
        Scenario(50, 4)


def test_plain_values():
    values = Scenario(latency=Fixed(1), link=Link(0.1, changes=((1, 3),))).to_dict()
    assert values["latency"] == {"kind": "fixed", "seconds": 1}
    assert values["link"] == {"base_s": 0.1, "changes": ((1, 3),)}
    assert values["plans"] == ["0.9:write"]
    assert values["until_s"] == pytest.approx(4 + 1.3 + 2.5)
