"""Chapter 7: channels through the years for a phone. Time runs down, words stand beside it."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from leaklab.book.figures.figure import Axis, Panel
from leaklab.book.figures.marks import Box, Line, Mark, Paint, Words
from leaklab.book.history import Era, Event

BAR, STEP = 0.92, 1.0  # how wide a channel's bar is, and from one to the next
LETTERS = 19  # of an event in a line
SIZE = 8.0  # points
SHORT = 200  # days; a shorter era has no room for words


def panel(
    eras: Mapping[str, Sequence[Era]],
    events: Iterable[Event],
    years: tuple[int, int],
    looks: Mapping[str, Paint],
) -> Panel:
    """A bar a channel from the top down, events at their right; `years`: from, up to."""
    start, end = (date(year, 1, 1).toordinal() for year in years)
    marks: list[Mark] = []
    for column, (channel, spans) in enumerate(eras.items()):
        marks.append(Words(channel, column * STEP, 1.02, size=SIZE, across="center", whole=True))
        for era in spans:
            marks += _piece(era, column * STEP, start, end, looks[era.fate])
    marks += _notes(list(events), (len(eras) - 1) * STEP + BAR / 2, start, end)
    ticks = tuple((-date(year, 1, 1).toordinal(), f"{year}") for year in range(*years))
    x = Axis(-BAR / 2 - 0.05, 3.4, ticks=(), grid=False, line=False)
    return Panel(x, Axis(-end, -start, ticks=ticks, line=False), tuple(marks), " ", tick_size=SIZE)


def _piece(era: Era, middle: float, start: int, end: int, look: Paint) -> Iterator[Mark]:
    top = era.start.toordinal() if era.start else start
    days = (era.end.toordinal() if era.end else end) - top
    yield Box(middle - BAR / 2, -top - days, BAR, days, look)
    if days > SHORT:
        text, place = era.channel.replace(", ", ",\n"), -top - days / 2
        yield Words(text, middle, place, size=SIZE, across="center", up="center", plate=True)


def _notes(events: list[Event], edge: float, start: int, end: int) -> Iterator[Mark]:
    """Each event beside its day, as far as the one before leaves room; a line leads there."""
    texts = [f"{each.what} #{each.number}" if each.number else each.what for each in events]
    wrapped = [textwrap.wrap(text, LETTERS) for text in texts]
    line_days = (end - start) / 34
    room = [line_days * (len(lines) + 0.6) for lines in wrapped]
    lowest = end - sum(room)
    at = float(start)
    for event, lines, days in zip(events, wrapped, room, strict=True):
        day = event.day.toordinal()
        at = max(at, min(day - days / 2, lowest))
        place = at + days / 2
        yield Line((edge, edge + 0.12, edge + 0.3), (-day, -day, -place), width=0.7)
        yield Words("\n".join(lines), edge + 0.34, -place, size=SIZE, up="center")
        at, lowest = at + days, lowest + days
