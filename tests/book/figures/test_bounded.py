"""Handlers at work over parked tasks: the panels show the census, on shared axes."""

from leaklab import Scenario, figures, simulate
from leaklab.book.in_flight_outside import SLOTS, LimitOutside

LATE = {"rate_per_s": 100, "duration_s": 4, "timeout_s": 0.6, "plans": "0.9:write"}
RUNS = {
    "inside": simulate(Scenario(max_in_flight=SLOTS, **LATE), "k8s-1.12"),
    "outside": simulate(Scenario(**LATE), LimitOutside),
}


def top(axes) -> float:
    """The highest point of what is filled."""
    return axes.collections[0].get_paths()[0].get_extents().y1


def test_the_panels_show_what_the_census_counted():
    inside, outside, inside_below, outside_below = figures.working_and_parked(RUNS, SLOTS).axes
    assert [top(inside), top(outside)] == [20, 40]
    assert [top(inside_below), top(outside_below)] == [100, 140]


def test_a_row_shares_its_axis_and_only_the_upper_one_has_a_limit():
    axes = figures.working_and_parked(RUNS, SLOTS).axes
    assert axes[0].get_ylim() == axes[1].get_ylim() != axes[2].get_ylim() == axes[3].get_ylim()
    assert [line.get_ydata()[0] for panel in axes[:2] for line in panel.lines] == [SLOTS, SLOTS]
    assert not axes[2].lines
    assert not axes[3].lines
