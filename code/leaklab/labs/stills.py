"""Pictures that do not move, for where no script runs: SVG in words of few letters.

A lab's `still` draws with these from the very data that its element would draw. Lines and words
have the colour of the text around them, so that they can be read in the dark too.
"""

import html
from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def figure(width: float, height: float, parts: Iterable[str], said: str, more: str = "") -> str:
    """A figure in HTML: the drawing, what it shows in words, and `more` HTML under it."""
    return (
        f'<figure><svg viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        'style="max-width:100%;height:auto" fill="currentColor" font-size="12" '
        f'font-family="sans-serif" aria-hidden="true">{"".join(parts)}</svg>'
        f"<figcaption>{html.escape(said, quote=False)}</figcaption>{more}</figure>"
    )


def words(x: float, y: float, text: str, anchor: str = "start") -> str:
    """Words whose baseline begins, or ends, or has its middle there."""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{at}>{html.escape(text, quote=False)}</text>'


def line(*points: Point, dashed: bool = False) -> str:
    """A line through the points."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<path fill="none" stroke="currentColor"{dash} d="{path(points)}"/>'


def area(points: Sequence[Point], fill: str, stroke: str) -> str:
    """What the points surround."""
    return f'<path fill="{fill}" stroke="{stroke}" d="{path(points)}Z"/>'


def bar(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    """A bar from its upper left corner."""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def path(points: Iterable[Point]) -> str:
    """The points joined, without those that lie between two others on a level line."""
    kept: list[Point] = []
    for point in points:
        if len(kept) > 1 and kept[-1][1] == kept[-2][1] == point[1]:
            kept.pop()
        kept.append(point)
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in kept)


def _n(value: float) -> str:
    """A coordinate to a tenth, without a zero behind the point."""
    return f"{round(value, 1):g}"
