"""The figure of the counting rule: its line is the rule's, its dots are the run's."""

import pytest

from leaklab import Scenario, figures, simulate
from leaklab.book.figures.marks import Guide, Words, stairs
from leaklab.simulation.counting_rule import tasks_at
from leaklab.simulation.traffic import arrival_times

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1.01, plans="2.03:write", until_s=8)
NAMES = ("k8s-1.12", "k8s-1.17", "buffered")


def test_line_and_dots_are_rule_and_run():
    runs = {name: simulate(SMALL, name) for name in NAMES}
    arrivals = list(arrival_times(SMALL))
    for panel, (name, run) in zip(figures.rule_over_run(runs).panels, runs.items(), strict=True):
        line, dots = panel.marks[:2]
        times_s = run.column("t_s")
        rule = tuple(tasks_at(t_s, arrivals, 2.03, 1.01, name) for t_s in times_s)
        assert (line.x, line.y) == stairs(tuple(times_s), rule)
        counted = dict(zip(times_s, run.column("tasks"), strict=True))
        assert [counted[t_s] for t_s in dots.x] == list(dots.y)
        assert len(dots.x) > 20
        assert panel.title == name


def test_timeout_and_latency_are_marked():
    (panel,) = figures.rule_over_run({"one": simulate(SMALL, "k8s-1.12")}).panels
    guides = [mark for mark in panel.marks if isinstance(mark, Guide)]
    assert guides == [Guide("x", 1.01, 0.9), Guide("x", 2.03, 0.9)]
    words = [mark for mark in panel.marks if isinstance(mark, Words)]
    assert [(each.text, each.x) for each in words] == [("T", 1.01), ("L", 2.03)]


def test_an_odd_panel_leaves_its_neighbour_empty():
    runs = {name: simulate(SMALL, name) for name in NAMES}
    rows = figures.rule_over_run(runs).rows
    assert [[bool(panel) for panel in row] for row in rows] == [[True, True], [True, False]]


def test_a_run_without_a_rule_is_refused():
    run = simulate(Scenario(plans="0.1:write,0.9:return"), "k8s-1.12")
    with pytest.raises(ValueError, match="one write each"):
        figures.rule_over_run({"begun": run})
