"""Who outlives whom, drawn: the bars are as long as the log says."""

import pytest

from leaklab.book import dictionary
from leaklab.book.dictionary.stage import Line, Log
from leaklab.book.figures import lifetimes
from leaklab.book.figures.marks import Bar, Guide
from leaklab.roles import PAPER


def bars(panel) -> list[Bar]:
    return [mark for mark in panel.marks if isinstance(mark, Bar)]


def spans(panel) -> list[tuple[float, float]]:
    """Each bar's start and end, s."""
    return [(bar.start, bar.start + bar.length) for bar in bars(panel)]


def draw(*names: str):
    return lifetimes({name: dictionary.run(name) for name in names}, 60)


def test_a_panel_an_entry_and_a_bar_a_lane():
    outlives, cancels = draw("task_outlives", "block_cancels").panels
    assert outlives.title == "task_outlives"
    assert spans(outlives) == [(0, 60), (0, 75)]
    assert spans(cancels) == [(0, 60), (0, 60)]
    assert Guide("x", 60) in outlives.marks


def test_a_request_that_only_waits_is_drawn_empty():
    (panel,) = draw("block_waits").panels
    assert spans(panel) == [(0, 60), (60, 75), (0, 75)]
    assert [bar.paint.fill == PAPER for bar in bars(panel)] == [False, True, False]


def test_both_must_have_said_something():
    with pytest.raises(ValueError, match="'worker' said nothing"):
        lifetimes({"alone": Log([Line(1, "request", "ends")])}, 60)
