"""A plain figure: panels in rows, drawn as SVG, with a sentence that says why it is plain."""

import html
from collections.abc import Iterator, Sequence
from typing import Any

from leaklab.book.figures.plain import svg
from leaklab.book.figures.plain.marks import Axes, Line2D
from leaklab.book.figures.plain.scale import Axis, Box
from leaklab.book.figures.plain.words import of_this_cell
from leaklab.roles import PAPER

SAYS = "Drawn plainly from the same runs: matplotlib cannot be had in the browser."
INCH = 96
LEFT, RIGHT, TICKS, LABEL, LEGEND, GAP = 78, 14, 22, 20, 30, 16


class Grid:
    """Panels in rows, with the indices of an array."""

    def __init__(self, rows: Sequence[Sequence[Axes]]) -> None:
        self._rows: list[list[Axes]] = [list(row) for row in rows]

    def __iter__(self) -> Iterator[list[Axes]]:
        return iter(self._rows)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, tuple):  # [rows, column]
            rows: slice = at[0]
            return [row[at[1]] for row in self._rows[rows]]
        return self._rows[at]

    @property
    def T(self) -> "Grid":  # noqa: N802
        """Column by column."""
        return Grid(list(zip(*self._rows, strict=True)))


class Figure:
    """A figure that a notebook shows as SVG."""

    def __init__(self, figsize: tuple[float, float] = (8, 3), layout: str = "") -> None:
        self.width, self.height = (inches * INCH for inches in figsize)
        self.axes: list[Axes] = []
        self._grid = Grid([])
        self._ratios: list[float] = []
        self._handles: list[Any] = []
        self._side = ""

    def subplots(
        self,
        rows: int = 1,
        columns: int = 1,
        *,
        sharex: bool | str = False,
        sharey: bool | str = False,
        squeeze: bool = True,
        height_ratios: Sequence[float] = (),
    ) -> Any:
        """Panels; those that share an axis share its limits and say its ticks once."""
        x_axes: dict[Any, Axis] = {}
        y_axes: dict[Any, Axis] = {}
        grid = []
        for row in range(rows):
            places = []
            for column in range(columns):
                x = _group(sharex, row, column)
                y = _group(sharey, row, column)
                panel = Axes(x_axes.setdefault(x, Axis()), y_axes.setdefault(y, Axis()))
                panel.inner |= {"x"} if sharex in (True, "col") and row < rows - 1 else set()
                panel.inner |= {"y"} if sharey in (True, "row") and column else set()
                places.append(panel)
            grid.append(places)
        self._grid, self._ratios = Grid(grid), list(height_ratios or [1] * rows)
        self.axes = [panel for row_of in grid for panel in row_of]
        return self.axes[0] if squeeze else self._grid

    def legend(self, handles: Sequence[Any], **style: Any) -> None:
        """Looks and what they mean, below the panels."""
        self._handles = list(handles)

    def supylabel(self, label: str, **style: Any) -> None:
        """Words at the left of all panels."""
        self._side = label

    def _repr_html_(self) -> str:
        seen = of_this_cell()
        drawing = svg.element(
            "svg",
            self._drawn(),
            viewBox=f"0 0 {self.width:.0f} {self.height:.0f}",
            width="100%",
            style=f"max-width:{self.width:.0f}px;background:{PAPER}",
            font_family="DejaVu Sans, sans-serif",
            role="img",
            aria_label=html.escape(seen or SAYS),
        )
        also = f" In the book: {html.escape(seen)}" if seen else ""
        return (
            f'<figure class="plain-figure">{drawing}<figcaption>{SAYS}{also}</figcaption></figure>'
        )

    def __repr__(self) -> str:
        return f"<figure of {len(self.axes)} panels> {SAYS}"

    def _drawn(self) -> str:
        rows = list(self._grid)
        foot = LABEL * any(panel.xlabel for panel in self.axes) + LEGEND * bool(self._handles)
        room = self.height - foot - sum(self._head(row) + self._ticks(row) for row in rows)
        top, drawn = 0.0, ""
        for row, ratio in zip(rows, self._ratios, strict=True):
            top += self._head(row)
            tall = max(20.0, room * ratio / sum(self._ratios))
            drawn += self._row(row, top, tall)
            top += tall + self._ticks(row)
        drawn += _upright(self._side, self.height / 2) if self._side else ""
        return drawn + self._keys(self.height - 9)

    def _row(self, row: list[Axes], top: float, tall: float) -> str:
        own = LEFT if any("y" not in panel.inner for panel in row[1:]) else GAP
        wide = (self.width - LEFT - RIGHT - own * (len(row) - 1)) / len(row)
        drawn = ""
        for column, panel in enumerate(row):
            box = Box(LEFT + column * (wide + own), top, wide, tall)
            middle, low = box.left + wide / 2, top + tall + self._ticks(row) + LABEL - 10
            drawn += panel.draw(box) + svg.words(panel.xlabel, middle, low, text_anchor="middle")
            if panel.ylabel and not column:
                drawn += _upright(panel.ylabel, top + tall / 2)
        return drawn

    def _head(self, row: list[Axes]) -> float:
        """Room above a row, for its titles."""
        return 8 + 16 * max(panel.title.count("\n") + bool(panel.title) for panel in row)

    def _ticks(self, row: list[Axes]) -> float:
        return TICKS * any(not panel.off and "x" not in panel.inner for panel in row) + 4

    def _keys(self, y: float) -> str:
        drawn, x = "", float(LEFT)
        for handle in self._handles:
            if isinstance(handle, Line2D):
                text, middle = handle.label, (x + 9, y - 4)
                sign = svg.line([(x, y - 4), (x + 18, y - 4)], handle.colour)
                drawn += (
                    svg.dots([middle], 2, handle.colour, handle.colour) if handle.marker else sign
                )
            else:
                text = handle.ink.label
                corners = [(x, y), (x + 18, y), (x + 18, y - 10), (x, y - 10)]
                drawn += svg.shape(corners, handle.ink)
            drawn += svg.words(text, x + 24, y)
            x += 44 + 7.6 * len(text)
        return drawn


def _group(shared: bool | str, row: int, column: int) -> object:
    names: dict[bool | str, object] = {True: 0, "row": row, "col": column}
    return names.get(shared, (row, column))


def _upright(text: str, middle: float) -> str:
    """Words that run upwards, at the left edge."""
    turned = f"rotate(-90 14 {middle:.1f})"
    lines = text.count("\n") * 6
    return svg.element(
        "g", svg.words(text, 14, middle - lines, text_anchor="middle"), transform=turned
    )
