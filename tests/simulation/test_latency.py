"""Distributions draw what they say, and a line's factor changes when it says."""

import math
import random
import statistics

import pytest

from leaklab import Fixed, Link, LogNormal, Uniform
from leaklab.simulation.latency import parse_latency
from leaklab.tasks.checks import WEEK_S


def draws(latency, count: int = 4000) -> list[float]:
    rng = random.Random(1)
    return [latency.draw(rng) for _ in range(count)]


def test_fixed():
    assert set(draws(Fixed(0.9))) == {0.9}
    assert Fixed(0.9).longest_s == 0.9


def test_uniform():
    drawn = draws(Uniform(0.2, 1.5))
    assert min(drawn) >= 0.2
    assert max(drawn) <= 1.5 == Uniform(0.2, 1.5).longest_s
    assert statistics.mean(drawn) == pytest.approx(0.85, abs=0.03)


def test_lognormal():
    drawn = draws(LogNormal(0.3, 0.5))
    assert statistics.median(drawn) == pytest.approx(0.3, rel=0.05)
    spread = statistics.stdev(math.log(each) for each in drawn)
    assert spread == pytest.approx(0.5, rel=0.05)
    assert sum(each > LogNormal(0.3, 0.5).longest_s for each in drawn) <= 2


@pytest.mark.parametrize("limit_s", [0.1, 0.3, 0.6, 1.2])
def test_the_tail_of_a_lognormal(limit_s):
    drawn = draws(LogNormal(0.3, 0.5))
    share = sum(each > limit_s for each in drawn) / len(drawn)
    assert LogNormal(0.3, 0.5).share_over(limit_s) == pytest.approx(share, abs=0.02)


def test_half_of_a_lognormal_is_over_its_median():
    assert LogNormal(0.3, 0.5).share_over(0.3) == 0.5
    with pytest.raises(ValueError, match="limit_s"):
        LogNormal(0.3, 0.5).share_over(0)


def test_no_answer_takes_more_than_a_week():
    assert max(draws(LogNormal(WEEK_S, 5))) == WEEK_S == LogNormal(WEEK_S, 5).longest_s


@pytest.mark.parametrize(
    ("text", "latency"),
    [
        ("fixed:0.9", Fixed(0.9)),
        ("uniform:0.2:1.5", Uniform(0.2, 1.5)),
        ("uniform:0:1", Uniform(0, 1)),
        ("lognormal:0.3:0.5", LogNormal(0.3, 0.5)),
    ],
)
def test_a_latency_is_read(text: str, latency):
    assert parse_latency(text) == latency


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not one of fixed:SECONDS"),
        ("0.9", "is not one of"),
        ("fixed", "is not one of"),
        ("fixed:1:2", "is not one of"),
        ("normal:1:2", "is not one of"),
        ("fixed:", "must be numbers"),
        ("fixed:soon", "'soon' must be numbers"),
        ("fixed:0", "fixed latency = 0.0 s is out of range; it must be more than 0"),
        ("fixed:nan", "fixed latency = nan s"),
        ("fixed:inf", "fixed latency = inf s"),
        ("uniform:-1:2", "low end = -1.0 s"),
        ("uniform:2:1", "high end = 1.0 s is out of range; it must be more than 2"),
        ("uniform:1:1", "high end = 1.0 s"),
        ("lognormal:0:1", "median = 0.0 s"),
        ("lognormal:1:0", "sigma = 0.0"),
        ("lognormal:1:6", "sigma = 6.0"),
    ],
)
def test_a_malformed_latency_is_refused_with_the_reason(text: str, reason: str):
    with pytest.raises(ValueError) as refusal:
        parse_latency(text)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_line_triples_for_an_hour():
    line = Link(0.1, changes=((3600, 3), (7200, 1)))
    assert [line.factor_at(t_s) for t_s in (0, 3599, 3600, 7199, 7200, 99_999)] == [
        1,
        1,
        3,
        3,
        1,
        1,
    ]
    assert line.latency_at(5000) == pytest.approx(0.3)
    assert line.longest_s == pytest.approx(0.3)


def test_a_line_that_only_gets_faster():
    assert Link(0.1, changes=((10, 0.5),)).longest_s == pytest.approx(0.1)
    assert Link(0.1).latency_at(5) == 0.1


@pytest.mark.parametrize(
    ("base_s", "changes", "reason"),
    [
        (0, (), "link's base latency = 0 s"),
        (math.nan, (), "link's base latency = nan s"),
        (0.1, ((-1, 3),), "link's change time = -1 s"),
        (0.1, ((5, 3), (4, 1)), "link's change time = 4 s is out of range; it must be at least 5"),
        (0.1, ((5, 0),), "link's factor = 0 times"),
        (0.1, ((5, 1001),), "link's factor = 1001 times"),
    ],
)
def test_a_malformed_line_is_refused_with_the_reason(base_s: float, changes, reason: str):
    with pytest.raises(ValueError) as refusal:
        Link(base_s, changes)
    assert reason in str(refusal.value)
