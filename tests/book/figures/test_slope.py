"""The alarm's picture: the count and its slope are the readings', shaded where it rings."""

import itertools

import pytest

from leaklab import figures
from leaklab.book.figures.marks import Guide
from leaklab.tasks.alarm import Reading, SlopeAlarm

ALARM = SlopeAlarm(window_s=60, per_s=1, hold_s=0)
CLIMB = [Reading(t_s, 10 + 2 * min(max(0, t_s - 180), 200), t_s) for t_s in range(0, 601, 15)]
FLAT = [Reading(t_s, 10, t_s) for t_s in range(0, 601, 15)]


@pytest.fixture(scope="module")
def panels():
    return figures.slope_alarm({"climbs": CLIMB, "flat": FLAT}, ALARM).panels


def test_above_the_count_below_its_slope(panels):
    for readings, above, below in ((CLIMB, panels[0], panels[2]), (FLAT, panels[1], panels[3])):
        count, slope = above.marks[1], below.marks[1]
        assert count.y == tuple(reading.tasks for reading in readings)
        assert count.x[-1] == 10  # minutes
        assert slope.y == tuple(each.per_s for each in ALARM.slopes(readings))
        assert below.marks[2] == Guide("y", ALARM.per_s)


def test_both_panels_are_shaded_exactly_while_it_rings(panels):
    rings = tuple(each.rings for each in ALARM.slopes(CLIMB))
    assert 0 < sum(rings) < len(rings)
    assert panels[0].marks[0] == panels[2].marks[0]
    assert panels[0].marks[0].shown == rings
    assert not any(panels[1].marks[0].shown)


def test_the_title_says_when_it_first_rings(panels):
    assert panels[0].title.startswith("climbs: rings at ")
    assert panels[1].title == "flat: never rings"


def test_a_row_shows_the_highest_wherever_it_stands():
    for series in itertools.permutations({"climbs": CLIMB, "flat": FLAT}.items()):
        above = figures.slope_alarm(dict(series), ALARM).panels[0]
        assert above.y.high > CLIMB[-1].tasks
