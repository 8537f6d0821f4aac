"""The client's timeouts over the server's tasks: what is drawn is what the run says."""

import itertools

import pytest

from leaklab import Link, Platform, Scenario, figures, simulate
from leaklab.book.figures.marks import Area, Span, Strokes

SLOW = Link(2.0, ((60.0, 4.0), (120.0, 1.0)))
PULLS = Scenario(
    rate_per_s=0,
    duration_s=180,
    until_s=180,
    every_s=0.5,
    timeout_s=5,
    plans="0:write",
    link=SLOW,
    platform=Platform(every_s=20, timeout_s=9),
)


@pytest.fixture(scope="module")
def leaky():
    return simulate(PULLS, "k8s-1.12")


def marks(panel, kind: type) -> list:
    return [mark for mark in panel.marks if isinstance(mark, kind)]


def test_a_stroke_stands_where_a_pull_failed(leaky):
    above, _ = figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").panels
    (strokes,) = marks(above, Strokes)
    assert strokes.x == (65, 85, 105) == tuple(leaky.pulls.missed_s)


def test_the_stack_is_as_high_as_the_tasks_are_many(leaky):
    _, below = figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").panels
    tops = [max(area.high) for area in marks(below, Area)]
    assert max(tops) == max(leaky.column("tasks")) == 5  # 3 parked, and a pull under way
    assert {area.x[-1] for area in marks(below, Area)} == {180}
    assert below.y.high > 5
    assert below.y.whole


def test_between_two_counts_the_stack_stays_level(leaky):
    _, below = figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").panels
    top = marks(below, Area)[-1]
    turns = set(zip(top.x, top.high, strict=True))
    counted = set(zip(leaky.column("t_s"), leaky.column("tasks"), strict=True))
    assert {b for a, b in itertools.pairwise(sorted(counted)) if a[1] != b[1]} <= turns
    for (t0, before), (t1, after) in itertools.pairwise(zip(top.x, top.high, strict=True)):
        assert t0 == t1 or before == after


def test_only_the_window_is_drawn_in_its_own_unit(leaky):
    _, below = figures.timeouts_over_tasks(leaky, [(60, 90)]).panels
    assert (below.x.low, below.x.high) == (1, 1.5)
    assert {area.x[-1] for area in marks(below, Area)} == {1.5}


def test_grey_is_where_the_line_is_slow(leaky):
    for panel in figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").panels:
        (span,) = marks(panel, Span)
        assert (span.start, span.stop) == (60, 120)


def test_only_the_first_of_a_row_is_labelled(leaky):
    panels = figures.timeouts_over_tasks(leaky, [(0, 180), (60, 90)]).panels
    assert [bool(panel.y.label) for panel in panels] == [True, False, True, False]


def test_the_key_names_the_roles_that_came_up(leaky):
    def names(run) -> list[str]:
        return [name for name, _ in figures.timeouts_over_tasks(run, [(0, 180)]).key]

    assert names(leaky) == ["serving", "worker", "parked"]
    assert names(simulate(PULLS, "k8s-1.17")) == ["serving", "worker", "drainer"]


def test_a_window_without_tasks_is_drawn_empty():
    between_pulls = [(12, 18)]
    _, below = figures.timeouts_over_tasks(simulate(PULLS, "k8s-1.17"), between_pulls).panels
    assert marks(below, Area) == []
    assert (below.y.low, below.y.high) == (0, 1)


def test_what_cannot_be_drawn_says_why(leaky):
    with pytest.raises(ValueError, match="no platform"):
        figures.timeouts_over_tasks(simulate(Scenario(duration_s=1)), [(0, 1)])
    with pytest.raises(ValueError, match="no sample from 500 to 600 s"):
        figures.timeouts_over_tasks(leaky, [(500, 600)])
