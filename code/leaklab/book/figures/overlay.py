"""How faithful: recordings of the real filter and our runs of the same load, one on the other."""

from collections.abc import Sequence

from leaklab.book.figures.figure import Axis, Figure, Panel, around, in_rows
from leaklab.book.figures.marks import Line
from leaklab.recordings.traces import Comparison
from leaklab.roles import ROLES

COLUMNS = 3
DOTS = 18  # recorded samples drawn in a panel, evenly spaced: all of them are compared
RED = ROLES["parked"].colour
KEY = {
    "goroutines, recorded from Go (one sample in several)": Line((), (), RED, dash="", dot="."),
    "tasks, in the port": Line((), (), width=1),
}


def recorded_over_ours(comparisons: Sequence[Comparison]) -> Figure:
    """A panel a recording: its goroutines as dots, the port's tasks at the same times as a line."""
    rows = in_rows([_panel(comparison) for comparison in comparisons], COLUMNS)
    height, side = 1.45 * len(rows) + 0.5, "alive, over seconds"
    return Figure(8, height, rows, key=tuple(KEY.items()), key_size=8, side=side)


def _panel(comparison: Comparison) -> Panel:
    times, recorded, ours = zip(*comparison.errors, strict=True)
    turns = [i for i in range(len(ours)) if _turns(ours, i)]
    line = Line(tuple(times[i] for i in turns), tuple(ours[i] for i in turns), width=1)
    step = max(1, len(times) // DOTS)
    dots = Line(times[::step], recorded[::step], RED, dash="", dot=".", size=4)
    x, y = Axis(*around(line.x)), Axis(*around([*line.y, *dots.y], low=0))
    return Panel(x, y, (line, dots), _title(comparison), title_size=8, tick_size=8)


def _turns(values: Sequence[int], i: int) -> bool:
    """Whether the line bends at `i`: a point between two equal steps need not be drawn."""
    if i in (0, len(values) - 1):
        return True
    return values[i + 1] - values[i] != values[i] - values[i - 1]


def _title(comparison: Comparison) -> str:
    load, _, version = comparison.trace.name.removesuffix(".csv").rpartition("__")
    return f"{load.replace('__', ' ')}\n{version}"
