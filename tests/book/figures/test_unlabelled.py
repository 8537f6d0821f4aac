"""The monitor's picture: the count of tasks, whatever they are."""

import pytest

from leaklab import Scenario, figures, simulate

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1, plans="2:write", until_s=8)


def test_the_line_is_the_count_of_tasks():
    run = simulate(SMALL, "k8s-1.12")
    (line,) = figures.tasks_alone({"A": run}).axes[0].lines
    assert list(line.get_ydata()) == run.column("tasks")
    assert list(line.get_xdata()) == run.column("t_s")


def test_runs_differ_in_their_dashes_and_are_named():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    axes = figures.tasks_alone(runs, unit="min").axes[0]
    assert [line.get_linestyle() for line in axes.lines] == ["-", "--"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == list(runs)
    assert max(axes.lines[0].get_xdata()) == pytest.approx(8 / 60)


def test_four_runs_are_too_many():
    run = simulate(SMALL, "k8s-1.17")
    with pytest.raises(ValueError, match="4 runs cannot be told apart; at most 3 can"):
        figures.tasks_alone(dict.fromkeys("abcd", run))
