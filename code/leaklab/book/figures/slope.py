"""The task count and its slope, and where an alarm on the slope rings."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.figures.style import STYLE
from leaklab.book.never_again.evening import minute
from leaklab.roles import INK, ROLES
from leaklab.tasks.alarm import Reading, SlopeAlarm

MINUTE_S = 60.0
LOUD = ROLES["parked"]


def slope_alarm(series: Mapping[str, Sequence[Reading]], alarm: SlopeAlarm) -> Figure:
    """A column a series: tasks above, the slope and the alarm's limit (dashed) below.

    Where the alarm rings, both panels are shaded and hatched. Times in minutes.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 4.4), layout="constrained")
        tops, bottoms = figure.subplots(2, len(series), sharex=True, sharey="row", squeeze=False)
        for top, bottom, (title, readings) in zip(tops, bottoms, series.items(), strict=True):
            _column(top, bottom, readings, alarm)
            top.set_title(f"{title}: {_said(alarm.first_ring_s(readings))}", fontsize=10)
            bottom.set_xlabel("virtual time, min")
        tops[0].set_ylabel("tasks alive")
        tops[0].yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        bottoms[0].set_ylabel("slope, tasks/s")
    return figure


def _said(t_s: float | None) -> str:
    return "never rings" if t_s is None else f"rings at {minute(t_s)}"


def _column(top: Axes, bottom: Axes, readings: Sequence[Reading], alarm: SlopeAlarm) -> None:
    slopes = alarm.slopes(readings)
    minutes = [slope.t_s / MINUTE_S for slope in slopes]
    top.plot([each.t_s / MINUTE_S for each in readings], [each.tasks for each in readings], c=INK)
    bottom.plot(minutes, [slope.per_s for slope in slopes], c=INK)
    bottom.axhline(alarm.per_s, color=INK, lw=1, ls="--")
    for axes in (top, bottom):
        axes.fill_between(
            minutes,
            0,
            1,
            where=[slope.rings for slope in slopes],
            transform=axes.get_xaxis_transform(),
            facecolor=(LOUD.fill, 0.25),
            edgecolor=(LOUD.colour, 0.35),
            hatch=LOUD.hatch,
            lw=0.5,
        )
        axes.set_xlim(0, readings[-1].t_s / MINUTE_S)
    top.set_ylim(bottom=0)
