"""Every chapter: a panel and its marks as SVG, for our own renderer of figures."""

from typing import Any, assert_never

from leaklab.book.figures import marks, svg
from leaklab.book.figures.figure import Panel
from leaklab.book.figures.layout import View, ticks
from leaklab.book.figures.marks import Area, Guide, Line, Mark, Paint, Words
from leaklab.book.figures.svg import POINT, element, words
from leaklab.roles import GRID, PAPER

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
X_TICK, Y_TICK = 60, 34  # pixels between two ticks, at least


def panel_svg(view: View, says_x: bool, says_y: bool) -> str:
    """The panel in its place. Words may reach out of it; other marks are cut off at its edges.

    `says_x` and `says_y`: whether ticks have their words, which a neighbour may say already.
    """
    panel, left, top = view.panel, view.left, view.top
    frame: dict[str, Any] = {"x": left, "y": top, "width": view.width, "height": view.height}
    notes = [mark for mark in panel.marks if isinstance(mark, Words)]
    inside = sorted((mark for mark in panel.marks if mark not in notes), key=_in_front)
    drawn = element("rect", fill=PAPER, **frame)
    drawn += "" if panel.bare else _axes(view, says_x, says_y)
    cut = " ".join(f"{side:.1f}" for side in frame.values())
    drawn += element("svg", "".join(_group(view, mark) for mark in inside), viewBox=cut, **frame)
    drawn += "".join(_group(view, mark) for mark in notes)
    drawn += _key(view) if panel.key else ""
    lines = panel.title.count("\n") * panel.title_size * 1.25
    drawn += words(panel.title, left, top - 7 - lines, size=panel.title_size)
    return element("g", drawn, class_="panel")


def _in_front(mark: Mark) -> bool:
    return not (isinstance(mark, marks.Span) or (isinstance(mark, Guide) and mark.behind))


def _axes(view: View, says_x: bool, says_y: bool) -> str:
    x, y, size = view.panel.x, view.panel.y, view.panel.tick_size
    foot, drawn = view.top + view.height, ""
    for at, text in ticks(x, max(2, int(view.width // X_TICK))):
        drawn += _line(view, Line((at, at), (y.low, y.high), GRID, 0.45)) if x.grid else ""
        if says_x:
            middle, below = view.x(at), foot + 1.6 * size
            drawn += words(text, middle, below, size=size, text_anchor="middle")
    for at, text in ticks(y, max(2, int(view.height // Y_TICK))):
        drawn += _line(view, Line((x.low, x.high), (at, at), GRID, 0.45)) if y.grid else ""
        if says_y:
            beside, middle = view.left - 5, view.y(at) + 0.45 * size
            drawn += words(text, beside, middle, size=size, text_anchor="end")
    drawn += _line(view, Line((x.low, x.low), (y.low, y.high), width=0.75)) if y.line else ""
    drawn += _line(view, Line((x.low, x.high), (y.low, y.low), width=0.75)) if x.line else ""
    return drawn


def _key(view: View) -> str:
    """The lines' names, inside the panel."""
    drawn, x = "", view.left + 10
    lines = [mark for mark in view.panel.marks if isinstance(mark, Line) and mark.name]
    for row, line in enumerate(lines):
        y = view.top + 14 + 16 * row
        drawn += svg.line([(x, y - 4), (x + 26, y - 4)], line.colour, 1.4, line.dash)
        drawn += words(line.name, x + 32, y, size=9)
    return element("g", drawn, class_="key")


def _group(view: View, mark: Mark) -> str:
    drawn = "".join(_drawn(view, each) for each in _simpler(view.panel, mark))
    return element("g", drawn, class_=type(mark).__name__.lower())


def _simpler(panel: Panel, mark: Mark) -> list[Line] | list[Area] | list[Words]:
    """The mark as lines, areas or words: they are all that is drawn."""
    x, y = panel.x, panel.y
    match mark:
        case Line():
            return [mark]
        case Area():
            return [mark]
        case Words():
            return [mark]
        case marks.Box():
            right, top = mark.left + mark.width, mark.bottom + mark.height
            return [Area((mark.left, right), (mark.bottom,) * 2, (top,) * 2, mark.paint)]
        case marks.Bar():
            lane = -mark.lane - mark.HEIGHT / 2
            return _simpler(
                panel, marks.Box(mark.start, lane, mark.length, mark.HEIGHT, mark.paint)
            )
        case marks.Span():
            paint = Paint(mark.fill, "none", fill_opacity=mark.opacity)
            return [Area((mark.start, mark.stop), (0, 0), (1, 1), paint, whole=True)]
        case marks.Strokes():
            return [Line((at, at), (0, 1), width=mark.width) for at in mark.x]
        case Guide(axis="x"):
            return [Line((mark.at,) * 2, (y.low, y.high), width=mark.width, dash=mark.dash)]
        case Guide():
            return [Line((x.low, x.high), (mark.at,) * 2, width=mark.width, dash=mark.dash)]
        case _:
            assert_never(mark)


def _drawn(view: View, mark: Line | Area | Words) -> str:
    match mark:
        case Line():
            return _line(view, mark)
        case Area():
            return _area(view, mark)
        case Words():
            return _words(view, mark)


def _line(view: View, mark: Line) -> str:
    if not mark.x:
        return ""
    points = view.points(mark.x, mark.y)
    drawn = svg.line(points, mark.colour, mark.width * POINT, mark.dash) if mark.dash else ""
    radius = mark.size * POINT / (4 if mark.dot == "." else 2)
    inside = mark.inside or mark.colour
    return drawn + (svg.dots(points, radius, inside, mark.colour) if mark.dot else "")


def _area(view: View, mark: Area) -> str:
    shown, drawn = mark.shown or (True,) * len(mark.x), ""
    for first, last in _stretches(shown):
        x, low, high = (side[first:last] for side in (mark.x, mark.low, mark.high))
        back = reversed(view.points(x, low, mark.whole))
        drawn += svg.area([*view.points(x, high, mark.whole), *back], mark.paint)
    return drawn


def _words(view: View, mark: Words) -> str:
    ((x, y),) = view.points((mark.x,), (mark.y,), mark.whole)
    lines = mark.text.count("\n")
    drop = (0.45 - 0.625 * lines) * mark.size if mark.up == "center" else 0.0
    style: dict[str, object] = {"text_anchor": ANCHORS[mark.across]}
    style |= {"font_weight": "bold"} if mark.bold else {}
    if mark.plate:
        style |= {"stroke": PAPER, "stroke_width": 4, "paint_order": "stroke"}
    x, y = x + mark.dx * POINT, y - mark.dy * POINT + drop
    return words(mark.text, x, y, size=mark.size, **style)


def _stretches(shown: tuple[bool, ...]) -> list[tuple[int, int]]:
    """From where to before where it is shown."""
    edges = [False, *shown, False]
    turns = [i for i in range(len(shown) + 1) if edges[i] != edges[i + 1]]
    return list(zip(turns[::2], turns[1::2], strict=True))
