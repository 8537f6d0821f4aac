"""Handlers at work over parked tasks: the panels show the census, on shared axes."""

from leaklab import Scenario, figures, simulate
from leaklab.book.figures.marks import Area, Guide
from leaklab.book.in_flight_outside import SLOTS, LimitOutside

LATE = {"rate_per_s": 100, "duration_s": 4, "timeout_s": 0.6, "plans": "0.9:write"}
RUNS = {
    "inside": simulate(Scenario(max_in_flight=SLOTS, **LATE), "k8s-1.12"),
    "outside": simulate(Scenario(**LATE), LimitOutside),
}


def test_the_panels_show_what_the_census_counted():
    panels = figures.working_and_parked(RUNS, SLOTS).panels
    areas = [mark for panel in panels for mark in panel.marks if isinstance(mark, Area)]
    assert [max(area.high) for area in areas] == [20, 40, 100, 140]
    counted = [run.column(role) for role in ("worker", "parked") for run in RUNS.values()]
    assert [list(area.high) for area in areas] == counted


def test_a_row_shares_its_axis_and_only_the_upper_one_has_a_limit():
    panels = figures.working_and_parked(RUNS, SLOTS).panels
    assert panels[0].y == panels[1].y != panels[2].y == panels[3].y
    limits = [[mark for mark in panel.marks if isinstance(mark, Guide)] for panel in panels]
    assert limits == [[Guide("y", SLOTS)], [Guide("y", SLOTS)], [], []]
    assert [panel.title for panel in panels] == ["inside", "outside", "", ""]
