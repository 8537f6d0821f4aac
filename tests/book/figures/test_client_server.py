"""The client's timeouts over the server's tasks: what is drawn is what the run says."""

import io

import matplotlib as mpl
import pytest

from leaklab import Link, Platform, Scenario, figures, simulate

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


def ends(axes) -> list[float]:
    """The right ends of all areas, in the axes' unit."""
    return [round(float(area.get_paths()[0].get_extents().x1), 6) for area in axes.collections]


def test_a_stroke_stands_where_a_pull_failed(leaky):
    above, _ = figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").axes
    strokes = [segment[0][0] for segment in above.collections[0].get_segments()]
    assert strokes == [65, 85, 105] == list(leaky.pulls.missed_s)


def test_the_stack_is_as_high_as_the_tasks_are_many(leaky):
    _, below = figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").axes
    tops = [area.get_paths()[0].get_extents().y1 for area in below.collections]
    assert max(tops) == max(leaky.column("tasks")) == 5  # 3 parked, and a pull under way
    assert set(ends(below)) == {180}


def test_only_the_window_is_drawn_in_its_own_unit(leaky):
    _, below = figures.timeouts_over_tasks(leaky, [(60, 90)]).axes
    assert below.get_xlim() == (1, 1.5)
    assert set(ends(below)) == {1.5}


def test_grey_is_where_the_line_is_slow(leaky):
    above, below = figures.timeouts_over_tasks(leaky, [(0, 180)], unit="s").axes
    for axes in (above, below):
        (span,) = axes.patches
        assert (span.get_x(), span.get_width()) == (60, 60)


def test_the_legend_names_the_roles_that_came_up(leaky):
    def names(run) -> list[str]:
        figure = figures.timeouts_over_tasks(run, [(0, 180)])
        return [text.get_text() for text in figure.legends[0].get_texts()]

    assert names(leaky) == ["serving", "worker", "parked"]
    assert names(simulate(PULLS, "k8s-1.17")) == ["serving", "worker", "drainer"]


@pytest.mark.slow
def test_the_bytes_repeat(leaky):
    def svg() -> bytes:
        text = io.BytesIO()
        with mpl.rc_context(figures.STYLE):
            figure = figures.timeouts_over_tasks(leaky, [(0, 180), (60, 90)])
            figure.savefig(text, format="svg", metadata={"Date": None})
        return text.getvalue()

    assert svg() == svg()


def test_what_cannot_be_drawn_says_why(leaky):
    with pytest.raises(ValueError, match="no platform"):
        figures.timeouts_over_tasks(simulate(Scenario(duration_s=1)), [(0, 1)])
    with pytest.raises(ValueError, match="no sample from 500 to 600 s"):
        figures.timeouts_over_tasks(leaky, [(500, 600)])
