"""Every chapter: a figure for a phone. The same panels and marks, one below the other."""

import textwrap
from dataclasses import replace

from leaklab.book.figures.figure import Axis, Figure, Panel

WIDTH = 3.7  # inches: 355 pixels of CSS, on a screen of 390
TALLEST = 2.3  # a row, in inches
TITLE, TICK, KEY = 9.5, 8.0, 8.5  # points, at most
SMALL = 7.1  # points: 9 pixels beside a scroll bar, for panels in pairs
LETTERS = 42  # of a title in a line
TICK_ROOM = 0.46  # inches left of a panel, for what its upright axis says
MANY = 12  # panels; more than these stand in two columns


def narrow(figure: Figure) -> Figure:
    """The figure as a phone shows it: its own `slim` one, or its columns below each other."""
    if figure.slim is not None:
        return figure.slim
    if len(figure.panels) > MANY:
        return _in_pairs(figure)
    heights = _heights(figure)
    columns = list(zip(*figure.rows, strict=True))
    stack: list[Panel] = []
    tall: list[float] = []
    for column in columns:
        standing = [(p, h) for p, h in zip(column, heights, strict=True) if p is not None]
        for at, (panel, height) in enumerate(standing):
            silent = figure.share_x != "none" and at < len(standing) - 1
            stack.append(_slimmer(panel, silent=silent))
            tall.append(height)
    named = [replace(panel, x=replace(panel.x, label="")) for panel in stack[:-1]]
    return replace(
        figure,
        width=WIDTH,
        height=sum(tall) + 0.35 + 0.25 * bool(figure.key),
        rows=tuple((panel,) for panel in (*named, stack[-1])),
        share_x="none",
        share_y="none",
        heights=tuple(tall),
        key_size=min(figure.key_size, KEY),
    )


def _heights(figure: Figure) -> list[float]:
    """How tall each row is, in inches."""
    shares = figure.heights or (1.0,) * len(figure.rows)
    return [min(TALLEST, figure.height * share / sum(shares)) for share in shares]


def _in_pairs(figure: Figure) -> Figure:
    panels = [replace(p, tick_size=SMALL, title_size=SMALL) for p in figure.panels]
    halves = len(panels) + len(panels) % 2
    filled: list[Panel | None] = [*panels, *[None] * (halves - len(panels))]
    rows = tuple(tuple(filled[at : at + 2]) for at in range(0, halves, 2))
    height = figure.height / len(figure.rows) * len(rows)
    return replace(figure, width=WIDTH, height=height, rows=rows, key_size=SMALL)


def _slimmer(panel: Panel, *, silent: bool) -> Panel:
    """A panel for a narrow place; a `silent` one leaves its level axis to the panel below."""
    y, title = panel.y, "\n".join(textwrap.wrap(panel.title, LETTERS))
    if y.level:  # its words stand where there is no room: above the panel there is
        title, y = title or y.label.replace("\n", " "), replace(y, label="", level=False)
    size = min(panel.tick_size, TICK)
    return replace(
        panel,
        x=replace(panel.x, ticks=()) if silent else _thinned(panel.x, size),
        y=y,
        title=title,
        title_size=min(panel.title_size, TITLE),
        tick_size=size,
    )


def _thinned(axis: Axis, size: float) -> Axis:
    """Every second tick, or fourth, where all of them would not fit; `size` in points."""
    ticks = axis.ticks or ()
    room = (WIDTH - TICK_ROOM) * 72
    while ticks and len(ticks) * (max(len(text) for _, text in ticks) + 1) * 0.6 * size > room:
        ticks = ticks[::2]
    return replace(axis, ticks=ticks) if axis.ticks else axis
