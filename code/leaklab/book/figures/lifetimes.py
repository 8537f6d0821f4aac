"""Who outlives whom: a request and its worker, from the dictionary's logs, a panel an entry."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leaklab.book.dictionary.stage import Log
from leaklab.book.figures.style import STYLE, panels
from leaklab.roles import INK, PAPER, ROLES

LANES = {"request": "serving", "worker": "worker"}  # who speaks, and the role whose look it has


def lifetimes(logs: Mapping[str, Log], enough_s: float) -> Figure:
    """A panel a log, a lane for `request` and `worker` each, from 0 to their last word.

    A dashed line marks `enough_s` virtual seconds. A request that is still there after it waits
    for its worker, and is drawn empty. ValueError for a log in which one of the two is silent.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 0.6 + 1.1 * len(logs)), layout="constrained")
        places = panels(figure, len(logs), 1)
        for axes, (title, log) in zip(places, logs.items(), strict=True):
            _panel(axes, log, enough_s)
            axes.set_title(title, fontsize=9)
        end_s = max(log.last_s(who) for log in logs.values() for who in LANES)
        places[-1].set_xlim(0, end_s * 1.05)
        places[-1].set_xlabel("virtual time, s")
    return figure


def _panel(axes: Axes, log: Log, enough_s: float) -> None:
    for lane, (who, role) in enumerate(LANES.items()):
        look, end_s = ROLES[role], log.last_s(who)
        busy_s = min(end_s, enough_s) if who == "request" else end_s
        for start_s, stop_s, fill in ((0.0, busy_s, look.fill), (busy_s, end_s, PAPER)):
            if stop_s > start_s:
                axes.broken_barh(
                    [(start_s, stop_s - start_s)],
                    (-lane - 0.36, 0.72),
                    facecolor=fill,
                    edgecolor=look.colour,
                    hatch=look.hatch,
                    lw=0.8,
                )
    axes.axvline(enough_s, color=INK, lw=1, ls="--")
    axes.set_yticks([0, -1], list(LANES))
    axes.set_ylim(-1.6, 0.6)
    axes.grid(visible=False, axis="y")
