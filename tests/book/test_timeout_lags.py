"""When tasks were left behind, and how long after the client's timeout."""

import pytest

from leaklab import Link, Platform, Scenario, simulate
from leaklab.book.timeout_lags import rises_s, timeout_lags_s

PULLS = Scenario(
    rate_per_s=0,
    duration_s=180,
    until_s=180,
    every_s=0.5,
    timeout_s=5,
    plans="0:write",
    link=Link(8.0),
    platform=Platform(every_s=20, timeout_s=9),
)


def test_a_task_stays_when_its_handler_ends_and_that_is_after_the_timeout():
    run = simulate(PULLS, "k8s-1.12")
    assert rises_s(run)[:3] == [8, 28, 48]
    assert set(timeout_lags_s(run)) == {8 - 5}


def test_two_that_rise_together_count_twice():
    burst = Scenario(rate_per_s=1000, duration_s=0.003, timeout_s=5, plans="8:write", every_s=0.5)
    assert rises_s(simulate(burst, "k8s-1.12")) == [8, 8.5, 8.5]


def test_other_roles_rise_when_a_pull_begins():
    run = simulate(PULLS, "k8s-1.12")
    assert rises_s(run, "serving")[:2] == [20, 40]


def test_without_a_leak_there_is_nothing_to_lay_side_by_side():
    fixed = simulate(PULLS, "k8s-1.17")
    assert rises_s(fixed) == []
    with pytest.raises(ValueError, match="9 pulls failed, but 0 tasks were left behind"):
        timeout_lags_s(fixed)


def test_what_does_not_fit_says_why():
    run = simulate(Scenario(duration_s=1), "k8s-1.12")
    with pytest.raises(ValueError, match="no platform"):
        timeout_lags_s(run)
    with pytest.raises(ValueError, match="role"):
        rises_s(run, "leaked")
