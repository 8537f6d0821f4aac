"""Every chapter: figures drawn by us, as SVG, for JupyterLite: matplotlib cannot be had there."""

import html

from leaklab.book.figures import svg
from leaklab.book.figures.figure import Axis, Figure
from leaklab.book.figures.layout import INCH, KEY, LABEL, foot, key_places, left_room, views
from leaklab.book.figures.marks import Area, Bar, Box, Line, Paint
from leaklab.book.figures.svg import element, words
from leaklab.book.figures.svg_panel import panel_svg
from leaklab.roles import PAPER

SAYS = "Drawn plainly from the same runs: matplotlib cannot be had in the browser."
SIDE = 14  # where words stand that run upwards, in pixels


def page(figure: Figure, seen: str) -> str:
    """The figure as HTML; `seen` is what the book says is seen in it, "" where nobody knows."""
    also = f" In the book: {html.escape(seen)}" if seen else ""
    caption = element("figcaption", f"{SAYS}{also}")
    return element("figure", drawn(figure, seen or SAYS) + caption, class_="plain-figure")


def drawn(figure: Figure, seen: str) -> str:
    """The figure as SVG, with words for those who do not see it."""
    width, height = figure.width * INCH, figure.height * INCH
    content = element("defs", "".join(_patterns(figure)))
    for row, column, view in views(figure):
        content += panel_svg(view, figure.says_x(row), figure.says_y(column))
        if figure.says_x(row):
            middle, below = view.left + view.width / 2, view.top + view.height + foot(figure, row)
            content += words(view.panel.x.label, middle, below + LABEL - 10, text_anchor="middle")
        if figure.says_y(column):
            content += _y_label(view.panel.y, left_room(figure), view.top + view.height / 2)
    content += _upright(figure.side, height / 2)
    return element(
        "svg",
        content + _key(figure, height - 9),
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width="100%",
        style=f"max-width:{width:.0f}px;background:{PAPER}",
        font_family="DejaVu Sans, sans-serif",
        role="img",
        aria_label=html.escape(seen),
    )


def _patterns(figure: Figure) -> list[str]:
    marks = (mark for panel in figure.panels for mark in panel.marks)
    paints = [mark.paint for mark in marks if isinstance(mark, Area | Bar | Box)]
    paints += [look for _, look in figure.key if isinstance(look, Paint)]
    return sorted({svg.pattern(paint) for paint in paints if paint.hatch})


def _y_label(axis: Axis, left: float, middle: float) -> str:
    """An upright axis' label, left of the panels of a row."""
    if not axis.level:
        return _upright(axis.label, middle)
    drop = 4 - 6 * axis.label.count("\n")
    return words(axis.label, left - 8, middle + drop, text_anchor="end")


def _upright(text: str, middle: float) -> str:
    """Words that run upwards, at the left edge."""
    turned = words(text, SIDE, middle, text_anchor="middle")
    return element("g", turned, transform=f"rotate(-90 {SIDE} {middle:.1f})")


def _key(figure: Figure, bottom: float) -> str:
    """What looks mean, in as many lines as they need, the last of them at `bottom`."""
    rows = key_places(figure)
    places = [(x, bottom - KEY * (len(rows) - 1 - at)) for at, row in enumerate(rows) for x in row]
    drawn = ""
    for (text, look), (x, y) in zip(figure.key, places, strict=True):
        drawn += _sample(look, x, y) + words(text, x + 24, y, size=figure.key_size)
    return element("g", drawn, class_="key")


def _sample(look: Paint | Line, x: float, y: float) -> str:
    if isinstance(look, Paint):
        return svg.area([(x, y), (x + 18, y), (x + 18, y - 10), (x, y - 10)], look)
    if look.dot:
        return svg.dots([(x + 9, y - 4)], 2, look.colour, look.colour)
    return svg.line([(x, y - 4), (x + 18, y - 4)], look.colour)
