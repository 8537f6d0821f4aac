"""Every chapter: as much of SVG as our own renderer of figures needs."""

import html
import zlib
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from leaklab.book.figures.marks import Paint
from leaklab.roles import INK

Point = tuple[float, float]
Attributes = dict[str, Any]
POINT = 4 / 3  # pixels
HATCHES = {  # by the first sign of a hatch
    "/": '<path d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"/>',
    "\\": '<path d="M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4"/>',
    "x": '<path d="M0,0 l8,8 M0,8 l8,-8"/>',
    ".": '<path d="M2,2 h0.1 M6,6 h0.1" stroke-width="1.6" stroke-linecap="round"/>',
}
DASHES = {"--": "6 4", ":": "1.5 3"}


def element(name: str, content: str = "", **attributes: object) -> str:
    """One element; pixels get one decimal, and what is None is left out."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    said = "".join(
        f' {key}="{value:.1f}"' if isinstance(value, float) else f' {key}="{value}"'
        for key, value in given.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>"


def words(text: str, x: float, y: float, *, size: float = 10, **attributes: object) -> str:
    """Text, a line a line; `size` in points."""
    style: Attributes = {"font_size": size * POINT, "fill": INK, **attributes}
    return "".join(
        element("text", line, x=x, y=y + row * size * 1.25, **style)
        for row, line in enumerate(html.escape(text).split("\n"))
    )


def line(points: Iterable[Point], colour: str, width: float = 1.0, dash: str = "-") -> str:
    """A line through the points; `width` in pixels."""
    style: Attributes = {"stroke": colour, "stroke_width": float(width), "fill": "none"}
    return element("path", d=path(points), stroke_dasharray=DASHES.get(dash), **style)


def dots(points: Iterable[Point], radius: float, fill: str, edge: str) -> str:
    """A round mark at each point; `radius` in pixels."""
    style: Attributes = {"r": radius, "fill": fill, "stroke": edge}
    return "".join(element("circle", cx=x, cy=y, **style) for x, y in points)


def area(points: Iterable[Point], paint: Paint) -> str:
    """A closed area; its hatch, if it has one, is that of `pattern`."""
    outline = f"{path(points)}Z"
    style: Attributes = {"fill": paint.fill, "stroke": paint.edge, "stroke_width": paint.width}
    style |= {"fill_opacity": f"{paint.fill_opacity:g}"}
    style |= {"stroke_opacity": f"{paint.edge_opacity:g}"}
    plain = element("path", d=outline, **style)
    if not paint.hatch:
        return plain
    return plain + element("path", d=outline, fill=f"url(#{hatch_name(paint)})")


def pattern(paint: Paint) -> str:
    """What a hatched area refers to; once a document is enough."""
    lines = HATCHES[(paint.hatch or "")[0]]
    style: Attributes = {
        "stroke": paint.edge,
        "stroke_width": 0.8,
        "stroke_opacity": paint.edge_opacity,
    }
    tile: Attributes = {"width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    return element("pattern", element("g", lines, **style), id=hatch_name(paint), **tile)


def hatch_name(paint: Paint) -> str:
    """The id of a pattern, the same for the same look."""
    look = f"{paint.hatch}{paint.edge}{paint.edge_opacity}"
    return f"hatch-{zlib.crc32(look.encode()):x}"


def path(points: Iterable[Point]) -> str:
    """The path through the points; neighbours that fall on the same spot are one."""
    spots = [spot for spot, _ in groupby(f"{x:.1f},{y:.1f}" for x, y in points)]
    return f"M{'L'.join(spots)}"
