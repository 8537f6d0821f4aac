"""Every chapter: how figures show the four roles, and the units in which they tell time."""

from collections.abc import Iterable, Mapping, Sequence

from leaklab.book.figures.figure import Axis, Panel
from leaklab.book.figures.marks import Area, Mark, Numbers, Paint
from leaklab.roles import ROLES, STACKED

SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


def paint(role: str, width: float = 0.8) -> Paint:
    """A role's colours and hatch."""
    return Paint.of(ROLES[role], width)


def key(roles: Iterable[str] = ROLES) -> tuple[tuple[str, Paint], ...]:
    """The roles' looks, for below the panels."""
    return tuple((role, paint(role, 1.0)) for role in roles)


def stacked(times: Numbers, counts: Mapping[str, Sequence[float]]) -> tuple[Area, ...]:
    """Areas one on the other, one for each role that is counted."""
    bottom, areas = (0.0,) * len(times), []
    for role in [role for role in STACKED if role in counts]:
        top = tuple(below + count for below, count in zip(bottom, counts[role], strict=True))
        areas.append(Area(times, bottom, top, paint(role, 0.5)))
        bottom = top
    return tuple(areas)


def in_lanes(names: Iterable[str], end_s: float, marks: Iterable[Mark], title: str) -> Panel:
    """A panel over virtual time with a lane a name, from the top down."""
    ticks = tuple((-lane, name) for lane, name in enumerate(names))
    lanes = Axis(ticks[-1][0] - 0.6, 0.6, ticks=ticks, grid=False)
    return Panel(Axis(0, end_s, "virtual time, s"), lanes, tuple(marks), title, title_size=9)
