"""The evening on both versions, the alarms over it, and the table of defences."""

import pytest

from leaklab import figures
from leaklab.book.never_again import defences, evening
from leaklab.book.never_again.evening import (
    BURST_AT_S,
    FIXED,
    LEAKY,
    SLOW_FROM_S,
    grade,
    rings,
    run,
)
from leaklab.simulation import counting_rule as theory
from leaklab.tasks.alarm import SlopeAlarm

pytestmark = pytest.mark.slow

PATIENT = SlopeAlarm(per_s=5, window_s=300, hold_s=300)


def test_before_the_line_is_slow_both_are_alike():
    counts = [run(name).at(SLOW_FROM_S - 30).tasks for name in (LEAKY, FIXED)]
    steady = theory.steady_tasks(12.5, 25, 60)
    assert counts == [pytest.approx(steady, abs=1)] * 2


def test_the_slow_line_leaks_in_one_of_them():
    t_s = BURST_AT_S - 15
    late = 12.5 * (t_s - SLOW_FROM_S - 75)
    assert run(LEAKY).at(t_s).parked == pytest.approx(late, abs=1)
    assert run(FIXED).at(t_s).parked == 0


def test_the_burst_is_added_and_leaves_6000_more():
    assert run(LEAKY).at(2400).parked == pytest.approx(12.5 * (2400 - 675) + 6000, abs=2)
    steady = theory.steady_tasks(12.5, 75, 60, FIXED)
    assert run(FIXED).at(2400).tasks == pytest.approx(steady, abs=3)


def test_samples_and_readings_agree():
    for name in (LEAKY, FIXED):
        one = run(name)
        assert [s.tasks for s in one.samples] == [r.tasks for r in one.readings]
        assert all(sum(s[2:]) == s.tasks for s in one.samples)
        assert one.readings[-1].started == 30_000 + 6_000


@pytest.mark.parametrize(
    ("alarm", "when"),
    [
        (SlopeAlarm(per_s=5, window_s=120, flat=None), ["minute 11", "minute 11"]),
        (SlopeAlarm(per_s=8, window_s=300, flat=None), ["minute 13", "minute 25.75"]),
        (PATIENT, ["minute 17.25", "never"]),
        (SlopeAlarm(per_s=500), ["never", "never"]),
    ],
)
def test_when_alarms_ring(alarm, when):
    assert rings(alarm) == when


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "No answer yet"),
        ("180", "'180' is not a number of seconds"),
        (True, "not a number of seconds"),
        (-1, "out of range"),
        (float("nan"), "hold_s = nan"),
        (10**400, "too large"),
        (0, "false alarm on k8s-1.17 at minute 11"),
        (90, "false alarm on k8s-1.17 at minute 12.5"),
        (120, "Right: minute 13 on k8s-1.12"),
        (180.0, "Right: minute 14 on k8s-1.12"),
        (300, "only at minute 16"),
        (3600, "never rings"),
    ],
)
def test_the_exercise(answer, words):
    verdict = grade(answer)
    assert words in verdict.text
    assert verdict.right == words.startswith("Right")


def test_the_false_rise_lasts_50_s_and_the_window_sees_it_no_longer_than_170():
    """The exercise's sum: from 10:25, when the last quick request leaves, to 11:15."""
    rise = [run(FIXED).at(SLOW_FROM_S + s).tasks for s in (0, 15, 30, 45, 60, 75, 90, 120)]
    assert rise[0] == pytest.approx(rise[1], abs=3)
    assert rise[5:] == [pytest.approx(rise[5], abs=3)] * 3
    assert rise[5] - rise[0] == pytest.approx(50 * 25, abs=3)


def test_the_table_of_defences():
    table = {row[0]: row[1:] for row in defences.rows(PATIENT)}
    assert table == {
        "leak assertion in a test": ["before the merge", "fails", "passes"],
        "profile difference": ["3 s in a canary", "+150 tasks", "+0 tasks"],
        "alarm on the slope": ["minute 17.25", "rings at 6,188 tasks", "silent"],
        "10,000 tasks of one kind": ["minute 24.75", "reported", "silent"],
        "Go's goroutineleak profile": ["whenever it is asked", "200 found", "0 found"],
    }


def test_the_figure_shades_where_the_alarm_rings():
    series = {name: run(name).readings for name in (LEAKY, FIXED)}
    figure = figures.slope_alarm(series, PATIENT)
    above = figure.panels[:2]
    assert [panel.title for panel in above] == [
        "k8s-1.12: rings at minute 17.25",
        "k8s-1.17: never rings",
    ]
    assert [any(panel.marks[0].shown) for panel in above] == [True, False]


def test_minutes_for_a_table():
    assert [evening.minute(t_s) for t_s in (None, 600, 675)] == [
        "never",
        "minute 10",
        "minute 11.25",
    ]
