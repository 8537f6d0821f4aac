"""Who outlives whom, drawn: the bars are as long as the log says."""

import matplotlib as mpl
import pytest

from leaklab.book import dictionary
from leaklab.book.dictionary.stage import Line, Log
from leaklab.book.figures import lifetimes
from leaklab.roles import PAPER


def bars(axes) -> list[tuple[float, float]]:
    """Each bar's start and end, s."""
    extents = [paths.get_paths()[0].get_extents() for paths in axes.collections]
    return [(extent.x0, extent.x1) for extent in extents]


def draw(*names: str):
    return lifetimes({name: dictionary.run(name) for name in names}, 60)


def test_a_panel_an_entry_and_a_bar_a_lane():
    figure = draw("task_outlives", "block_cancels")
    outlives, cancels = figure.axes
    assert outlives.get_title("left") == "task_outlives"
    assert bars(outlives) == [(0, 60), (0, 75)]
    assert bars(cancels) == [(0, 60), (0, 60)]


def test_a_request_that_only_waits_is_drawn_empty():
    (axes,) = draw("block_waits").axes
    assert bars(axes) == [(0, 60), (60, 75), (0, 75)]
    assert tuple(axes.collections[1].get_facecolor()[0]) == mpl.colors.to_rgba(PAPER)


def test_both_must_have_said_something():
    with pytest.raises(ValueError, match="'worker' said nothing"):
        lifetimes({"alone": Log([Line(1, "request", "ends")])}, 60)
