"""Recordings of the real filter and our runs of the same load, one on top of the other."""

from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from leaklab.book.figures.style import STYLE
from leaklab.recordings.traces import Comparison
from leaklab.roles import INK, ROLES

COLUMNS = 4
DOTS = 18  # recorded samples drawn in a panel, evenly spaced: all of them are compared


def recorded_over_ours(comparisons: Sequence[Comparison]) -> Figure:
    """A panel a recording: its goroutines as dots, the port's tasks at the same times as a line."""
    rows = -(-len(comparisons) // COLUMNS)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8.4, 1.35 * rows + 0.5), layout="constrained")
        grid = figure.subplots(rows, COLUMNS, squeeze=False)
        places = [axes for row in grid for axes in row]
        for axes, comparison in zip(places, comparisons, strict=False):
            _panel(axes, comparison)
        for axes in places[len(comparisons) :]:
            axes.set_axis_off()
        figure.supylabel("alive, over seconds", fontsize=9)
        figure.legend(handles=_keys(), loc="outside lower center", ncols=2, fontsize=8)
    return figure


def _panel(axes: Axes, comparison: Comparison) -> None:
    times, recorded, ours = zip(*comparison.errors, strict=True)
    turns = [i for i in range(len(ours)) if _turns(ours, i)]
    axes.plot([times[i] for i in turns], [ours[i] for i in turns], color=INK, lw=1)
    step = max(1, len(times) // DOTS)
    axes.plot(times[::step], recorded[::step], ".", ms=4, color=ROLES["parked"].colour)
    axes.set_title(_title(comparison), fontsize=6.5)
    axes.tick_params(labelsize=6)
    axes.set_ylim(bottom=0)


def _turns(values: Sequence[int], i: int) -> bool:
    """Whether the line bends at `i`: a point between two equal steps need not be drawn."""
    if i in (0, len(values) - 1):
        return True
    return values[i + 1] - values[i] != values[i] - values[i - 1]


def _title(comparison: Comparison) -> str:
    load, _, version = comparison.trace.name.removesuffix(".csv").rpartition("__")
    return f"{load.replace('__', ' ')}\n{version}"


def _keys() -> list[Line2D]:
    dot = Line2D([], [], marker=".", ls="", color=ROLES["parked"].colour)
    dot.set_label("goroutines, recorded from Go (one sample in several)")
    line = Line2D([], [], color=INK, lw=1, label="tasks, in the port")
    return [dot, line]
