"""Chapter 10: the task count and its slope, and where an alarm on the slope rings."""

from collections.abc import Mapping, Sequence

from leaklab.book.figures.figure import Axis, Figure, Panel, around
from leaklab.book.figures.marks import Area, Guide, Line, Paint
from leaklab.book.never_again.evening import minute
from leaklab.roles import ROLES
from leaklab.tasks.alarm import Reading, SlopeAlarm

MINUTE_S = 60.0
LOUD = ROLES["parked"]
RINGING = Paint(LOUD.fill, LOUD.colour, LOUD.hatch, 0.5, fill_opacity=0.25, edge_opacity=0.35)


def slope_alarm(series: Mapping[str, Sequence[Reading]], alarm: SlopeAlarm) -> Figure:
    """A column a series: tasks above, the slope and the alarm's limit (dashed) below.

    Where the alarm rings, both panels are shaded and hatched. Times in minutes.
    """
    counts = [_count(readings) for readings in series.values()]
    slopes = [_slope(readings, alarm) for readings in series.values()]
    end = max(count.x[-1] for count in counts)
    most = around((y for count in counts for y in count.y), low=0)
    steepest = around([alarm.per_s, *(y for slope in slopes for y in slope.y)])
    time = Axis(0, end, "virtual time, min")
    tasks, per_s = Axis(*most, "tasks alive", thousands=True), Axis(*steepest, "slope, tasks/s")
    tops: list[Panel] = []
    bottoms: list[Panel] = []
    for title, readings, count, slope in zip(series, series.values(), counts, slopes, strict=True):
        rings, said = _rings(readings, alarm), _said(alarm.first_ring_s(readings))
        tops.append(Panel(time, tasks, (rings, count), f"{title}: {said}", title_size=10))
        bottoms.append(Panel(time, per_s, (rings, slope, Guide("y", alarm.per_s))))
    return Figure(8, 4.4, (tuple(tops), tuple(bottoms)), share_x="all", share_y="row")


def _said(t_s: float | None) -> str:
    return "never rings" if t_s is None else f"rings at {minute(t_s)}"


def _count(readings: Sequence[Reading]) -> Line:
    return Line(
        tuple(each.t_s / MINUTE_S for each in readings), tuple(each.tasks for each in readings)
    )


def _slope(readings: Sequence[Reading], alarm: SlopeAlarm) -> Line:
    slopes = alarm.slopes(readings)
    return Line(tuple(each.t_s / MINUTE_S for each in slopes), tuple(each.per_s for each in slopes))


def _rings(readings: Sequence[Reading], alarm: SlopeAlarm) -> Area:
    slopes = alarm.slopes(readings)
    minutes = tuple(each.t_s / MINUTE_S for each in slopes)
    low, high = (0.0,) * len(minutes), (1.0,) * len(minutes)
    shown = tuple(each.rings for each in slopes)
    return Area(minutes, low, high, RINGING, shown=shown, whole=True)
