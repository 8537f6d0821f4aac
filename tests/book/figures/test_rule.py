"""The figure of the counting rule: its line is the rule's, its dots are the run's."""

import pytest

from leaklab import Scenario, figures, simulate
from leaklab.simulation.counting_rule import tasks_at
from leaklab.simulation.traffic import arrival_times

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1.01, plans="2.03:write", until_s=8)
NAMES = ("k8s-1.12", "k8s-1.17", "buffered")


def test_line_and_dots_are_rule_and_run():
    runs = {name: simulate(SMALL, name) for name in NAMES}
    arrivals = list(arrival_times(SMALL))
    for axes, (name, run) in zip(figures.rule_over_run(runs).axes, runs.items(), strict=False):
        line, dots = axes.lines[:2]
        rule = [tasks_at(t_s, arrivals, 2.03, 1.01, name) for t_s in line.get_xdata()]
        assert list(line.get_ydata()) == rule
        counted = dict(zip(run.column("t_s"), run.column("tasks"), strict=True))
        assert [counted[t_s] for t_s in dots.get_xdata()] == list(dots.get_ydata())
        assert len(dots.get_xdata()) > 20
        assert axes.get_title(loc="left") == name


def test_timeout_and_latency_are_marked():
    axes = figures.rule_over_run({"one": simulate(SMALL, "k8s-1.12")}).axes[0]
    assert [line.get_xdata()[0] for line in axes.lines[2:]] == [1.01, 2.03]


def test_an_odd_panel_leaves_its_neighbour_empty():
    runs = {name: simulate(SMALL, name) for name in NAMES}
    assert [axes.axison for axes in figures.rule_over_run(runs).axes] == [True, True, True, False]


def test_a_run_without_a_rule_is_refused():
    run = simulate(Scenario(plans="0.1:write,0.9:return"), "k8s-1.12")
    with pytest.raises(ValueError, match="one write each"):
        figures.rule_over_run({"begun": run})
