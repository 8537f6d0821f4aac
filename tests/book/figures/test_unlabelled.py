"""The monitor's picture: the count of tasks, whatever they are."""

import pytest

from leaklab import Scenario, figures, simulate

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1, plans="2:write", until_s=8)


def test_the_line_is_the_count_of_tasks():
    run = simulate(SMALL, "k8s-1.12")
    (panel,) = figures.tasks_alone({"A": run}).panels
    (line,) = panel.marks
    assert list(line.y) == run.column("tasks")
    assert list(line.x) == run.column("t_s")
    assert not panel.key  # there is nothing to tell apart


def test_runs_differ_in_their_dashes_and_are_named():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    (panel,) = figures.tasks_alone(runs, unit="min").panels
    assert [(line.dash, line.name) for line in panel.marks] == list(
        zip(["-", "--"], runs, strict=True)
    )
    assert panel.key
    assert max(panel.marks[0].x) == pytest.approx(8 / 60)


def test_four_runs_are_too_many():
    run = simulate(SMALL, "k8s-1.17")
    with pytest.raises(ValueError, match="4 runs cannot be told apart; at most 3 can"):
        figures.tasks_alone(dict.fromkeys("abcd", run))
