"""Chapter 3: who outlives whom. A request and its worker, from the dictionary's logs."""

from collections.abc import Mapping
from dataclasses import replace

from leaklab.book.dictionary.stage import Log
from leaklab.book.figures.figure import Figure, in_rows
from leaklab.book.figures.marks import Bar, Guide
from leaklab.book.figures.roles import in_lanes, paint
from leaklab.roles import PAPER

LANES = {"request": "serving", "worker": "worker"}  # who speaks, and the role whose look it has


def lifetimes(logs: Mapping[str, Log], enough_s: float) -> Figure:
    """A panel a log, a lane for `request` and `worker` each, from 0 to their last word.

    A dashed line marks `enough_s` virtual seconds. A request that is still there after it waits
    for its worker, and is drawn empty. ValueError for a log in which one of the two is silent.
    """
    end_s = 1.05 * max(log.last_s(who) for log in logs.values() for who in LANES)
    panels = [
        in_lanes(LANES, end_s, [*_bars(log, enough_s), Guide("x", enough_s)], title)
        for title, log in logs.items()
    ]
    rows = in_rows(panels, 1)
    return Figure(8, 0.6 + 1.1 * len(rows), rows, share_x="all", share_y="all")


def _bars(log: Log, enough_s: float) -> list[Bar]:
    bars = []
    for lane, (who, role) in enumerate(LANES.items()):
        look, end_s = paint(role), log.last_s(who)
        busy_s = min(end_s, enough_s) if who == "request" else end_s
        bars.append(Bar(0.0, busy_s, lane, look))
        if end_s > busy_s:
            bars.append(Bar(busy_s, end_s - busy_s, lane, replace(look, fill=PAPER)))
    return bars
