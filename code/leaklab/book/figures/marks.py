"""Every chapter: the marks of a figure, as values. What is drawn, where, and how it looks.

Places are in the units of the panel's axes, sizes and widths in points (1/72 inch). How a mark
gets onto paper is the renderers' business: `with_matplotlib` and `without_matplotlib`.
"""

from dataclasses import dataclass
from typing import Literal

from leaklab.roles import INK, Look

Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Paint:
    """How an area looks: its inside, the edge around it, and a hatch in the edge's colour.

    The hatch ("//", "xx", "..", "\\\\\\\\") is the cue for those who cannot tell the colours.
    """

    fill: str
    edge: str
    hatch: str | None = None
    width: float = 0.8
    fill_opacity: float = 1.0
    edge_opacity: float = 1.0

    @classmethod
    def of(cls, look: Look, width: float = 0.8) -> "Paint":
        """The paint of a role's look."""
        return cls(look.fill, look.colour, look.hatch, width)


@dataclass(frozen=True)
class Line:
    """A line through points, or a dot at each of them, or both.

    `dash` is "-", "--", ":" or "" for no line; `dot` is "o", "s", "." or "" for none, `inside`
    its filling where that is not the colour. `name` is what the panel's key says.
    """

    x: Numbers
    y: Numbers
    colour: str = INK
    width: float = 1.5
    dash: str = "-"
    dot: str = ""
    size: float = 6.0
    inside: str = ""
    name: str = ""


@dataclass(frozen=True)
class Area:
    """The area between two heights at each x.

    `shown` leaves out the points at which it is False. With `whole` the heights are shares of the
    panel's height.
    """

    x: Numbers
    low: Numbers
    high: Numbers
    paint: Paint
    shown: tuple[bool, ...] | None = None
    whole: bool = False


@dataclass(frozen=True)
class Bar:
    """A piece of a lane, `length` long; lane 0 is the upper one, at y = 0, the next at -1."""

    start: float
    length: float
    lane: int
    paint: Paint

    HEIGHT = 0.72  # no field: all bars have it


@dataclass(frozen=True)
class Box:
    """A rectangle, from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float
    paint: Paint


@dataclass(frozen=True)
class Guide:
    """A line across the whole panel: upright at an x, or level at a y; `behind` all other marks."""

    axis: Literal["x", "y"]
    at: float
    width: float = 1.0
    dash: str = "--"
    behind: bool = False


@dataclass(frozen=True)
class Strokes:
    """An upright stroke at each x, from 0 to 1."""

    x: Numbers
    width: float


@dataclass(frozen=True)
class Span:
    """A stretch of the x axis, as high as the panel, behind all other marks."""

    start: float
    stop: float
    fill: str
    opacity: float


@dataclass(frozen=True)
class Words:
    """Words at a point, `dx` and `dy` points away from it.

    `across` and `up` say which of their sides is there. `plate` puts paper behind them. With
    `whole` the point's y is a share of the panel's height.
    """

    text: str
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    size: float = 10.0
    across: Literal["left", "center", "right"] = "left"
    up: Literal["baseline", "center"] = "baseline"
    bold: bool = False
    plate: bool = False
    whole: bool = False


Mark = Line | Area | Bar | Box | Guide | Strokes | Span | Words


def stairs(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """The points of a line that stays level up to each next x, and then steps."""
    twice_x, twice_y = (tuple(value for value in each for _ in range(2)) for each in (x, y))
    return twice_x[1:], twice_y[:-1]
