"""Every chapter: where panels stand in a figure, and points and ticks in a panel, in pixels."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Numbers

INCH = 96  # pixels
POINT = 4 / 3  # pixels
RIGHT, TICKS, LABEL, KEY, GAP = 14, 22, 20, 20, 16  # room, in pixels
LETTER = 0.62  # of a font's size: how wide a letter is
BESIDE = 10  # pixels between an upright axis and the words of its ticks, and then the edge


@dataclass(frozen=True)
class View:
    """A panel in its place in the figure, in pixels."""

    panel: Panel
    left: float
    top: float
    width: float
    height: float

    def x(self, value: float) -> float:
        """How far from the figure's left."""
        return self.left + self.width * _share(self.panel.x, value)

    def y(self, value: float, whole: bool = False) -> float:
        """How far from its top; with `whole`, for a share of the panel's height."""
        share = value if whole else _share(self.panel.y, value)
        return self.top + self.height * (1 - share)

    def points(self, x: Numbers, y: Numbers, whole: bool = False) -> list[tuple[float, float]]:
        """Where these points are."""
        return [(self.x(a), self.y(b, whole)) for a, b in zip(x, y, strict=True)]


def _share(axis: Axis, value: float) -> float:
    return (value - axis.low) / (axis.high - axis.low)


def ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """Where an axis' ticks are, at most so many steps apart, and what they say."""
    if axis.ticks is not None:
        return [(at, text) for at, text in axis.ticks if axis.low <= at <= axis.high]
    form = "{:,.0f}" if axis.thousands else "{:g}"
    return [(at, form.format(at)) for at in rounded(axis.low, axis.high, most, axis.whole)]


def rounded(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Round numbers from `low` to `high`."""
    rough = (high - low) / most
    power: float = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    step = max(1.0, step) if whole else step
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]


def views(figure: Figure) -> Iterator[tuple[int, int, View]]:
    """Each panel's row and column, and its place."""
    rows, columns = figure.rows, len(figure.rows[0])
    heads = [_head(figure, row) for row in range(len(rows))]
    feet = [foot(figure, row) for row in range(len(rows))]
    label = LABEL * any(panel.x.label for panel in figure.panels)
    keys = KEY * len(key_places(figure)) + 10 * bool(figure.key)
    room = figure.height * INCH - label - keys - sum(heads) - sum(feet)
    edge = left_room(figure)
    between = edge - 14 * bool(figure.side) if figure.share_y == "none" else GAP
    wide = (figure.width * INCH - edge - RIGHT - between * (columns - 1)) / columns
    shares = figure.heights or (1.0,) * len(rows)
    top = 0.0
    for row, panels in enumerate(rows):
        tall = max(20.0, room * shares[row] / sum(shares))
        for column, panel in enumerate(panels):
            if panel:
                left = edge + column * (wide + between)
                yield row, column, View(panel, left, top + heads[row], wide, tall)
        top += heads[row] + tall + feet[row]


def foot(figure: Figure, row: int) -> float:
    """Room below a row, for its ticks' words."""
    said = any(panel and not panel.bare and panel.x.ticks != () for panel in figure.rows[row])
    return TICKS * (figure.says_x(row) and said) + 4


def left_room(figure: Figure) -> float:
    """Room left of the panels, for what their upright axes say."""
    said = [panel for panel in figure.panels if not panel.bare]
    ticks_px = max((_widest(panel) for panel in said), default=0.0)
    level_px = max((_label_px(panel.y) for panel in said if panel.y.level), default=0.0)
    turned = [
        panel.y.label.count("\n") + 1 for panel in said if panel.y.label and not panel.y.level
    ]
    lines = max([*turned, int(bool(figure.side))])
    return math.ceil(max(ticks_px + 14 * lines, level_px)) + 2 * BESIDE


def _widest(panel: Panel) -> float:
    texts = [text for _, text in ticks(panel.y, 8)]
    return max(map(len, texts), default=0) * LETTER * panel.tick_size * POINT


def _label_px(axis: Axis) -> float:
    return max(map(len, axis.label.split("\n"))) * LETTER * 10 * POINT


def key_places(figure: Figure) -> list[list[float]]:
    """How far from the left each sample of the key stands, row by row, as wide as the figure is."""
    rows: list[list[float]] = []
    at = 8.0
    for text, _ in figure.key:
        wide = 36 + LETTER * figure.key_size * POINT * len(text)
        if not rows or at + wide - 12 > figure.width * INCH:
            at = 8.0
            rows.append([])
        rows[-1].append(at)
        at += wide
    return rows


def _head(figure: Figure, row: int) -> float:
    """Room above a row, for its titles."""
    titles = [panel.title for panel in figure.rows[row] if panel]
    return 8 + 16 * max(title.count("\n") + bool(title) for title in titles)
