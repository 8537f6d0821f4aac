"""What was when: channels through the years, and releases by what their filter does."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from leaklab.book.figures.style import STYLE
from leaklab.book.history import Era, Event
from leaklab.book.releases import Line
from leaklab.roles import INK, PAPER, ROLES, Look

LOOKS = {  # only the leak has a role's colour: greys are not roles
    "no leak": Look("#57606a", "#eef1f4", "", ""),
    "a panic ends the process": Look("#57606a", "#b6bec8", "\\\\", ""),
    "leaks": ROLES["parked"],
}
STATES = {"before": "a panic ends the process", "leaks": "leaks", "mended": "no leak"}
SIDE = 0.86  # of a release's square
STEP = 0.34  # from one event's words up to the next's


def channels(
    eras: Mapping[str, Sequence[Era]],
    events: Iterable[Event],
    years: tuple[int, int] = (2015, 2021),
) -> Figure:
    """A bar a channel, divided by how it was built, with events above; `years`: from, up to."""
    start, end = (date(year, 1, 1) for year in years)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 3.6), layout="constrained")
        axes = figure.subplots()
        for row, spans in enumerate(eras.values()):
            for era in spans:
                _bar(axes, era, -row, era.start or start, era.end or end)
        marked = list(events)
        _events(axes, marked)
        axes.set_yticks([-row for row in range(len(eras))], list(eras))
        axes.set_xticks(
            [date(year, 1, 1).toordinal() for year in range(*years)],
            [f"{year}" for year in range(*years)],
        )
        axes.set_xlim(start.toordinal(), end.toordinal())
        axes.set_ylim(-len(eras) + 0.45, 1.3 + STEP * len(marked))
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        _legend(figure, "no leak", "a panic ends the process", "leaks")
    return figure


def _bar(axes: Axes, era: Era, row: int, start: date, end: date) -> None:
    look = LOOKS[era.fate]
    left, width = start.toordinal(), end.toordinal() - start.toordinal()
    axes.add_patch(_square(look, left, row - 0.32, width, 0.64))
    if width > 200:  # days; a shorter one has no room for words
        axes.text(
            left + width / 2, row, era.channel, ha="center", va="center", fontsize=9, bbox=_plate()
        )


def _plate() -> dict[str, object]:
    return {"boxstyle": "square,pad=0.15", "facecolor": PAPER, "edgecolor": "none"}


def _events(axes: Axes, events: list[Event]) -> None:
    """Each event a line up from the bars, the outer ones highest, so that no line meets words."""
    early = len(events) // 2
    for index, event in enumerate(events):
        leftmost = index < early
        step = len(events) - 1 - index if leftmost else index - early
        day, height = event.day.toordinal(), 0.9 + STEP * step
        axes.plot([day, day], [0.36, height], color=INK, lw=0.7)
        axes.annotate(
            f"{event.what} #{event.number}" if event.number else event.what,
            (day, height),
            xytext=(3 if leftmost else -3, 0),
            textcoords="offset points",
            ha="left" if leftmost else "right",
            va="center",
            fontsize=8.5,
        )


def releases(lines: Iterable[Line]) -> Figure:
    """A row a line of releases, a square a patch release, by what its timeout filter does."""
    rows = list(lines)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8, 0.9 + 0.36 * len(rows)), layout="constrained")
        axes = figure.subplots()
        for row, line in enumerate(rows):
            for patch in range(line.last + 1):
                look = LOOKS[STATES[line.state(patch)]]
                axes.add_patch(_square(look, patch - SIDE / 2, -row - SIDE / 2, SIDE, SIDE))
        widest = max(line.last for line in rows)
        axes.set_yticks([-row for row in range(len(rows))], [f"1.{line.minor}" for line in rows])
        axes.set_xticks(range(widest + 1), [f".{patch}" for patch in range(widest + 1)])
        axes.set_xlim(-0.6, widest + 0.6)
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        axes.grid(visible=False)
        axes.tick_params(length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        _legend(figure, *STATES.values())
    return figure


def _square(look: Look, left: float, bottom: float, width: float, height: float) -> Rectangle:
    return Rectangle(
        (left, bottom),
        width,
        height,
        facecolor=look.fill,
        edgecolor=look.colour,
        hatch=look.hatch,
        lw=0.8,
    )


def _legend(figure: Figure, *fates: str) -> None:
    patches = [
        Patch(
            facecolor=LOOKS[fate].fill,
            edgecolor=LOOKS[fate].colour,
            hatch=LOOKS[fate].hatch,
            label=fate,
        )
        for fate in fates
    ]
    figure.legend(handles=patches, loc="outside lower center", ncols=len(patches))
