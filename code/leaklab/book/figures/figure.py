"""Every chapter: a figure as a value. Panels in rows, each with its axes, its marks and a title.

A notebook shows it: drawn by matplotlib where there is one, else by a renderer of our own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from leaklab.book.figures.marks import Line, Mark, Paint

DOTS_PER_INCH = 100  # matplotlib's, in which a notebook's text tells a figure's size


@dataclass(frozen=True)
class Axis:
    """One direction of a panel, from `low` to `high`.

    `ticks` are pairs (where, what it says); None leaves them to the renderer: `whole` ones only,
    or with a comma after the `thousands`. `line` and `grid` are drawn along and across the panel.
    """

    low: float
    high: float
    label: str = ""
    ticks: tuple[tuple[float, str], ...] | None = None
    thousands: bool = False
    whole: bool = False
    grid: bool = True
    line: bool = True
    level: bool = False  # an upright axis' label, written level


@dataclass(frozen=True)
class Panel:
    """Marks on two axes. `bare`: without the axes; `key`: the lines' names, in the panel.

    Sizes in points. `strokes` are the short ones at each tick.
    """

    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    title: str = ""
    title_size: float = 11.0
    tick_size: float = 10.0
    strokes: bool = True
    key: bool = False
    bare: bool = False


@dataclass(frozen=True, repr=False)
class Figure:
    """Panels in rows, None for an empty place. Width and height in inches.

    Panels that share an axis ("all", those of a "row", of a "col") have its limits in common, and
    one of them says its ticks and its label for all. `heights` are the rows' shares. `key` is what
    looks mean, below all panels; `side` stands at their left. `slim` is the same for a phone,
    where its panels below each other (`narrow`) would not do.
    """

    width: float
    height: float
    rows: tuple[tuple[Panel | None, ...], ...]
    share_x: Literal["none", "all", "col"] = "none"
    share_y: Literal["none", "all", "row"] = "none"
    heights: tuple[float, ...] | None = None
    key: tuple[tuple[str, Paint | Line], ...] = ()
    key_size: float = 10.0
    side: str = ""
    slim: "Figure | None" = None
    # Set by `notebook`: it knows the renderers, and they know this class, which knows none of them.
    in_a_notebook: ClassVar[Callable[["Figure"], dict[str, str]]]

    @property
    def panels(self) -> list[Panel]:
        """The panels, row by row."""
        return [panel for row in self.rows for panel in row if panel is not None]

    def says_x(self, row: int) -> bool:
        """Whether the panels of a row tell ticks and label of their x axis: the last, for all."""
        return self.share_x == "none" or row == len(self.rows) - 1

    def says_y(self, column: int) -> bool:
        """Whether those of a column tell them of their y axis: the first does, for all."""
        return self.share_y == "none" or column == 0

    def __repr__(self) -> str:
        places = len(self.rows) * len(self.rows[0])
        width, height = self.width * DOTS_PER_INCH, self.height * DOTS_PER_INCH
        return f"<Figure size {width:g}x{height:g} with {places} Axes>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return Figure.in_a_notebook(self)


def around(values: Iterable[float], low: float | None = None) -> tuple[float, float]:
    """An axis' limits: the values with a twentieth of room on each side; or from `low`."""
    seen = list(values)
    least, most = min(seen), max(seen)
    room = 0.05 * (most - least) or 0.5
    return (least - room if low is None else low, most + room)


def in_rows(panels: Sequence[Panel], columns: int) -> tuple[tuple[Panel | None, ...], ...]:
    """The panels row by row; what is left of the last row is empty."""
    places = [*panels, *[None] * (-len(panels) % columns)]
    return tuple(tuple(places[at : at + columns]) for at in range(0, len(places), columns))
