"""As much of SVG as the plain figures need: elements, hatches, ticks."""

import html
import math
import zlib
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from leaklab.roles import INK, PAPER

HATCHES = {
    "/": '<path d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"/>',
    "x": '<path d="M0,0 l8,8 M0,8 l8,-8"/>',
    ".": '<path d="M2,2 h0.1 M6,6 h0.1" stroke-width="1.6" stroke-linecap="round"/>',
}
DASHES = {"--": "6 4", ":": "1.5 3"}
Colour = str | tuple[str, float] | None
Point = tuple[float, float]


class Ink(NamedTuple):
    """How a mark is painted, in the words of matplotlib."""

    facecolor: Colour = None
    edgecolor: Colour = None
    hatch: str | None = None
    lw: float = 1.0
    ls: str = "-"
    alpha: float = 1.0
    label: str = ""

    @classmethod
    def of(cls, **words: object) -> "Ink":
        """What is known of these words; the others (zorder, markers) are left out."""
        return cls(**{name: words[name] for name in cls._fields if name in words})  # type: ignore[arg-type]


def element(name: str, content: str = "", **attributes: object) -> str:
    """One element; numbers get one decimal."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    said = "".join(
        f' {key}="{value:.1f}"' if isinstance(value, float) else f' {key}="{value}"'
        for key, value in given.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>"


def words(text: str, x: float, y: float, *, size: float = 10, **attributes: object) -> str:
    """Text, a line a line."""
    lines = html.escape(str(text)).split("\n")
    tall = size * 1.25
    return "".join(
        element("text", line, x=x, y=y + row * tall, font_size=size * 4 / 3, fill=INK, **attributes)
        for row, line in enumerate(lines)
    )


def _colour(colour: Colour) -> tuple[str, float]:
    if isinstance(colour, tuple):
        return colour
    return (colour or "none", 1.0)


def shape(points: Iterable[Point], ink: Ink) -> str:
    """A closed area, with its hatch."""
    fill, strength = _colour(ink.facecolor)
    edge, edge_strength = _colour(ink.edgecolor)
    style: dict[str, Any] = {
        "stroke": edge,
        "stroke_width": float(ink.lw),
        "stroke_opacity": edge_strength,
    }
    outline = path(points, close=True)
    area = element("path", d=outline, fill=fill, fill_opacity=strength * ink.alpha, **style)
    marks = HATCHES.get((ink.hatch or " ")[0])
    if marks is None:
        return area
    name = f"hatch-{zlib.crc32(f'{ink.hatch}{edge}{edge_strength}'.encode()):x}"
    lines = element("g", marks, stroke=edge, stroke_width=0.8, stroke_opacity=edge_strength)
    tile = {"width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    pattern = element("pattern", lines, id=name, **tile)
    return f"{area}{pattern}{element('path', d=outline, fill=f'url(#{name})')}"


def line(points: Iterable[Point], colour: str, width: float = 1.0, dash: str = "-") -> str:
    """A line through the points."""
    style: dict[str, Any] = {"stroke": colour, "stroke_width": float(width), "fill": "none"}
    return element("path", d=path(points), stroke_dasharray=DASHES.get(dash), **style)


def dots(points: Iterable[Point], size: float, fill: str = PAPER, edge: str = INK) -> str:
    """A round mark at each point."""
    return "".join(element("circle", cx=x, cy=y, r=size, fill=fill, stroke=edge) for x, y in points)


def path(points: Iterable[Point], close: bool = False) -> str:
    """The path through the points; neighbours that fall on the same spot are one."""
    spots = [spot for spot, _ in groupby(f"{x:.1f},{y:.1f}" for x, y in points)]
    return f"M{'L'.join(spots)}{'Z' if close else ''}"


def ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Round numbers from `low` to `high`, at most so many steps apart."""
    rough = (high - low) / most
    power: float = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    step = max(1.0, step) if whole else step
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]
