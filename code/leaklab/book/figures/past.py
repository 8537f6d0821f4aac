"""Chapter 7: what was when. Channels through the years, and releases by what their filter does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from leaklab.book.figures import channels_slim
from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Box, Line, Mark, Paint, Words
from leaklab.book.figures.narrow import KEY, WIDTH
from leaklab.book.history import Era, Event
from leaklab.book.releases import Line as Releases
from leaklab.roles import ROLES

LOOKS = {  # only the leak has a role's colour: greys are not roles
    "no leak": Paint("#eef1f4", "#57606a"),
    "a panic ends the process": Paint("#b6bec8", "#57606a", "\\\\"),
    "leaks": Paint.of(ROLES["parked"]),
}
STATES = {"before": "a panic ends the process", "leaks": "leaks", "fixed": "no leak"}
SIDE = 0.86  # of a release's square
STEP = 0.34  # from one event's words up to the next's


def channels(
    eras: Mapping[str, Sequence[Era]],
    events: Iterable[Event],
    years: tuple[int, int] = (2015, 2021),
) -> Figure:
    """A bar a channel, divided by how it was built, with events above; `years`: from, up to."""
    start, end = (date(year, 1, 1).toordinal() for year in years)
    marked = list(events)
    marks = [
        mark
        for row, spans in enumerate(eras.values())
        for era in spans
        for mark in _bar(era, -row, start, end)
    ]
    panel = Panel(
        Axis(
            start,
            end,
            ticks=tuple((date(year, 1, 1).toordinal(), f"{year}") for year in range(*years)),
        ),
        Axis(
            -len(eras) + 0.45,
            1.3 + STEP * len(marked),
            ticks=tuple((-row, channel) for row, channel in enumerate(eras)),
            grid=False,
            line=False,
        ),
        (*marks, *_events(marked)),
    )
    fates = _key("no leak", "a panic ends the process", "leaks")
    upright = channels_slim.panel(eras, marked, years, LOOKS)
    slim = Figure(WIDTH, 5.6, ((upright,),), key=fates, key_size=KEY)
    return Figure(8, 3.6, ((panel,),), key=fates, slim=slim)


def _bar(era: Era, row: int, start: int, end: int) -> Iterable[Mark]:
    left = era.start.toordinal() if era.start else start
    width = (era.end.toordinal() if era.end else end) - left
    yield Box(left, row - 0.32, width, 0.64, LOOKS[era.fate])
    if width > 200:  # days; a shorter one has no room for words
        middle = left + width / 2
        yield Words(era.channel, middle, row, size=9, across="center", up="center", plate=True)


def _events(events: list[Event]) -> Iterable[Mark]:
    """Each event a line up from the bars, the outer ones highest, so that no line meets words."""
    early = (len(events) + 1) // 2
    for index, event in enumerate(events):
        leftmost = index < early
        step = len(events) - 1 - index if leftmost else index - early
        day, height = event.day.toordinal(), 0.9 + STEP * step
        yield Line((day, day), (0.36, height), width=0.7)
        text = f"{event.what} #{event.number}" if event.number else event.what
        if leftmost:
            yield Words(text, day, height, 3, size=8.5, across="left", up="center")
        else:
            yield Words(text, day, height, -3, size=8.5, across="right", up="center")


def releases(lines: Iterable[Releases]) -> Figure:
    """A row a line of releases, a square a patch release, by what its timeout filter does."""
    rows = list(lines)
    squares = tuple(
        Box(patch - SIDE / 2, -row - SIDE / 2, SIDE, SIDE, LOOKS[STATES[line.state(patch)]])
        for row, line in enumerate(rows)
        for patch in range(line.last + 1)
    )
    widest = max(line.last for line in rows)
    patches = tuple((patch, f".{patch}") for patch in range(widest + 1))
    minors = tuple((-row, f"1.{line.minor}") for row, line in enumerate(rows))
    x = Axis(-0.6, widest + 0.6, ticks=patches, grid=False, line=False)
    y = Axis(-len(rows) + 0.4, 0.6, ticks=minors, grid=False, line=False)
    panel = Panel(x, y, squares, strokes=False)
    return Figure(8, 0.9 + 0.36 * len(rows), ((panel,),), key=_key(*STATES.values()))


def _key(*fates: str) -> tuple[tuple[str, Paint], ...]:
    return tuple((fate, replace(LOOKS[fate], width=1.0)) for fate in fates)
