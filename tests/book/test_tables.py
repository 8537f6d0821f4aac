"""Runs and comparisons as plain text."""

import dataclasses

import pytest

from leaklab import Outcomes, Platform, Scenario, recordings, simulate
from leaklab.book.tables import TITLES, comparison_table, run_table
from leaklab.recordings.traces import compare, read_trace

HEALTHY = recordings.FOLDER / "go-traces" / "healthy__k8s-1.12.4.csv"


def test_every_outcome_has_a_title():
    assert list(TITLES) == [field.name for field in dataclasses.fields(Outcomes)]


def test_one_row_a_sample_then_one_row_an_outcome():
    run = simulate(Scenario(rate_per_s=1, duration_s=0.5, every_s=1))
    assert run_table(run).splitlines() == [
        "       t_s     tasks   serving    worker    parked   drainer",
        "     0.000         2         1         1         0         0",
        "     1.000         1         0         0         1         0",
        "     2.000         1         0         0         1         0",
        "     3.000         1         0         0         1         0",
        "",
        "requests started                           1",
        "answered 200                               0",
        "answered 504 (timed out)                   1",
        "answered 429 (too many in flight)          0",
        "answers cut off                            0",
        "ended without an answer                    0",
        "inner handlers done                        1",
        "late writes refused                        1",
        "late ends reported                         0",
        "timeouts the metric counted                1",
        "tasks at the peak                          2",
        "tasks left                                 1",
        "clients: a whole 504                       1",
        "bytes of bodies received                 137",
    ]


def test_the_pulls_of_the_platform_come_last():
    platform = Platform(every_s=1, timeout_s=5)
    run = simulate(Scenario(rate_per_s=1, duration_s=1, platform=platform, until_s=2.5))
    assert run_table(run).splitlines()[-5:] == [
        "platform: begun                            3",
        "platform: answered                         0",
        "platform: given_up                         0",
        "platform: failed                           2",
        "platform: retries                          0",
    ]


def test_a_comparison_marks_what_differs():
    comparison = compare(read_trace(HEALTHY))
    assert "differs" not in comparison_table(comparison)
    spoilt = dataclasses.replace(
        comparison, totals={**comparison.totals, "ok_200": (200, 193), "tasks_left": (0, 7)}
    )
    lines = comparison_table(spoilt).splitlines()
    assert "answered 200                               200       193   differs by -7" in lines
    assert "tasks left                                   0         7   differs by +7" in lines


@pytest.mark.parametrize(("lag_s", "told"), [(0.05, False), (0.435, True)])
def test_a_recording_machine_that_ran_late_is_told_of(lag_s: float, told: bool):
    comparison = compare(read_trace(HEALTHY))
    late = dataclasses.replace(comparison, trace=dataclasses.replace(comparison.trace, lag_s=lag_s))
    text = comparison_table(late)
    assert ("could not keep up" in text) is told
    assert ("it ran up to 435 ms late" in text) is told
