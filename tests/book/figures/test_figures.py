"""Figures of Runs: what they draw is what the census counted, and the bytes repeat."""

import dataclasses

import matplotlib as mpl
import pytest

from leaklab import Scenario, figures, simulate
from leaklab.book.figures import with_matplotlib
from leaklab.book.figures.figure import around
from leaklab.book.figures.marks import Bar, Paint, stairs
from leaklab.roles import ROLES

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1, plans="2:write", until_s=8)
ONE = Scenario(rate_per_s=1, duration_s=1, timeout_s=6, plans="7.5:write", until_s=10, every_s=0.5)


def test_the_same_run_gives_the_same_figure_and_the_same_bytes():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    one, other = figures.tasks_over_time(runs), figures.tasks_over_time(runs)
    assert one == other
    assert with_matplotlib.svg(one) == with_matplotlib.svg(other)


def test_another_run_gives_another_figure():
    leaky, fixed = simulate(SMALL, "k8s-1.12"), simulate(SMALL, "k8s-1.17")
    assert figures.tasks_over_time({"a": leaky}) != figures.tasks_over_time({"a": fixed})


def test_a_figure_is_a_value():
    figure = figures.tasks_over_time({"a": simulate(SMALL, "k8s-1.12")})
    assert hash(figure)
    with pytest.raises(dataclasses.FrozenInstanceError):
        figure.width = 4


def test_settings_of_the_process_have_no_say():
    figure = figures.tasks_over_time({"a": simulate(SMALL, "k8s-1.12")})
    plain = with_matplotlib.svg(figure)
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 20, "text.color": "red"}):
        before = dict(mpl.rcParams)
        assert with_matplotlib.svg(figure) == plain
        assert dict(mpl.rcParams) == before


def test_panels_share_their_axes():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    left, right = figures.tasks_over_time(runs, unit="min").panels
    assert left.y == right.y
    assert (left.x.low, left.x.high) == (0, 8 / 60)
    assert left.x == right.x


def test_the_stack_is_the_census_role_by_role():
    run = simulate(SMALL, "k8s-1.17")
    areas = figures.tasks_over_time({"a": run}).panels[0].marks
    assert [area.paint for area in areas] == [
        Paint.of(ROLES[role], width=0.5) for role in ("parked", "worker", "serving", "drainer")
    ]
    heights = [[b - a for a, b in zip(area.low, area.high, strict=True)] for area in areas]
    assert heights == [run.column(role) for role in ("parked", "worker", "serving", "drainer")]
    assert list(areas[-1].high) == run.column("tasks")


def test_the_highest_panel_is_not_cut_off_wherever_it_stands():
    low, high = simulate(SMALL, "k8s-1.17"), simulate(SMALL, "k8s-1.12")
    for runs in ({"a": low, "b": high}, {"a": high, "b": low}):
        for draw in (figures.tasks_over_time, figures.rule_over_run):
            y = draw(runs).panels[0].y
            assert y.low == 0
            assert y.high > max(high.column("tasks"))


def bars(panel) -> list[tuple[float, float, int]]:
    """From when, to when, in which lane."""
    found = [mark for mark in panel.marks if isinstance(mark, Bar)]
    return [(bar.start, pytest.approx(bar.start + bar.length), bar.lane) for bar in found]


def test_lanes_are_as_long_as_the_tasks_lived():
    (panel,) = figures.lanes({"late": [simulate(ONE, "k8s-1.17")]}).panels
    assert bars(panel) == [(0, 6, 0), (0, 7.5, 1), (6, 7.5, 2)]  # serving, worker, drainer


def test_a_parked_worker_is_drawn_to_the_end_of_the_run():
    (panel,) = figures.lanes({"late": [simulate(ONE, "k8s-1.12")]}).panels
    assert bars(panel) == [(0, 6, 0), (0, 7.5, 1), (7.5, 10.5, 1)]
    assert panel.title == "late: 504 · k8s-1.12"


def test_where_a_fate_has_fewer_runs_its_places_stay_empty():
    run = simulate(ONE, "k8s-1.12")
    figure = figures.lanes({"one": [run], "two": [run, run]})
    assert [[bool(panel) for panel in row] for row in figure.rows] == [[True, False], [True, True]]


def test_limits_leave_a_twentieth_of_room():
    assert around([2, 12]) == (1.5, 12.5)
    assert around([0, 10], low=0) == (0, 10.5)
    assert around([3]) == (2.5, 3.5)


def test_stairs_stay_level_up_to_the_next_point():
    assert stairs((0, 1, 3), (5, 6, 7)) == ((0, 1, 1, 3, 3), (5, 5, 6, 6, 7))
