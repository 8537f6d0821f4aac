"""The marks of a plain panel: areas, lines, bars, words."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from leaklab.book.figures.plain import svg
from leaklab.book.figures.plain.axes import Panel
from leaklab.book.figures.plain.scale import View
from leaklab.book.figures.plain.svg import Ink, Point
from leaklab.roles import INK, PAPER

POINT = 4 / 3  # pixels
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


class Patch:
    """An area's look, for a legend; or, as a Rectangle, the area itself."""

    def __init__(self, **look: Any) -> None:
        self.ink = Ink.of(**look)


class Rectangle(Patch):
    """A box from its lower left corner."""

    def __init__(self, corner: Point, width: float, height: float, **look: Any) -> None:
        super().__init__(**look)
        self.corner, self.size = corner, (width, height)


class Line2D:
    """A line's look, for a legend."""

    def __init__(self, x: object, y: object, **look: Any) -> None:
        self.colour, self.label = look.get("color", INK), look.get("label", "")
        self.marker = look.get("marker", "")

    def set_label(self, label: str) -> None:
        """What the legend says."""
        self.label = label


class Spread(NamedTuple):
    """An area between two heights at each x."""

    x: list[float]
    low: list[float]
    high: list[float]

    def points(self, x: Callable[[float], float], y: Callable[[float], float]) -> list[Point]:
        """Its outline."""
        there = [(x(a), y(b)) for a, b in zip(self.x, self.high, strict=True)]
        back = [(x(a), y(b)) for a, b in zip(self.x, self.low, strict=True)]
        return [*there, *reversed(back)]


class Axes(Panel):
    """A panel with all that the figures draw into one."""

    def get_xaxis_transform(self) -> str:
        """What a mark says whose heights are fractions of the panel's."""
        return "share"

    def fill_between(
        self, x: Any, y1: Any, y2: Any = 0, *, where: Any = None, step: Any = None, **look: Any
    ) -> None:
        """The area between two curves; `where` leaves out the rest, `step` makes stairs."""
        times = list(x)
        low, high = _heights(y1, times), _heights(y2, times)
        shared = look.pop("transform", None) is not None
        self.xaxis.see(times)
        if not shared:
            self.yaxis.see(low + high)
        if step:
            times, low, high = _stairs(times, late=True), _stairs(low), _stairs(high)
        shown = [True] * len(times) if where is None else list(where)
        ink = Ink.of(**look)
        for first, last in _stretches(shown):
            area = Spread(times[first:last], low[first:last], high[first:last])
            self.marks.append(partial(_area, area=area, ink=ink, shared=shared))

    def plot(self, x: Any, y: Any, form: str = "", **look: Any) -> None:
        """A line, or dots: `marker`, `ls`."""
        times, heights = list(x), list(y)
        colour = look.get("color", look.get("c", INK))
        dash, marker = look.get("ls", "" if form else "-"), look.get("marker", form)
        size = look.get("ms", 4) * POINT / (4 if marker == "." else 2)
        fill, edge = look.get("mfc", colour), look.get("mec", colour)
        self.xaxis.see(times)
        self.yaxis.see(heights)
        if label := look.get("label"):
            self.keys.append((label, colour, dash))
        if look.get("drawstyle") == "steps-post":
            times, heights = _stairs(times, late=True), _stairs(heights)

        def mark(view: View) -> str:
            points = [(view.x(a), view.y(b)) for a, b in zip(times, heights, strict=True)]
            drawn = svg.line(points, colour, look.get("lw", 1.5) * POINT, dash) if dash else ""
            return drawn + (svg.dots(points, size, fill, edge) if marker and points else "")

        if times:
            self.marks.append(mark)

    def axvline(self, x: float, **look: Any) -> None:
        """A line from the bottom to the top."""
        self._across(lambda view: [(view.x(x), view.share(0)), (view.x(x), view.share(1))], look)

    def axhline(self, y: float, **look: Any) -> None:
        """A line from the left to the right."""
        self.yaxis.see([y])

        def ends(view: View) -> list[Point]:
            return [(view.box.left, view.y(y)), (view.box.left + view.box.width, view.y(y))]

        self._across(ends, look)

    def _across(self, ends: Callable[[View], list[Point]], look: dict[str, Any]) -> None:
        colour, width, dash = look.get("color", INK), look.get("lw", 1), look.get("ls", "-")
        self.marks.append(lambda view: svg.line(ends(view), colour, width * POINT, dash))

    def vlines(self, xs: Sequence[float], low: float, high: float, **look: Any) -> None:
        """A stroke at each x."""
        self.xaxis.see(xs)
        for x in xs:
            self.plot([x, x], [low, high], **look)

    def axvspan(self, low: float, high: float, **look: Any) -> None:
        """A stretch, from the bottom to the top, behind everything."""
        area = Spread([low, high], [0, 0], [1, 1])
        ink = Ink.of(**look)
        self.marks.insert(0, partial(_area, area=area, ink=ink, shared=True))

    def broken_barh(self, spans: Any, lane: tuple[float, float], **look: Any) -> None:
        """Bars (start, length) in one lane (bottom, height)."""
        for start, length in spans:
            self.add_patch(Rectangle((start, lane[0]), length, lane[1], **look))

    def add_patch(self, patch: Rectangle) -> None:
        """A box."""
        (x, y), (width, height) = patch.corner, patch.size
        self.xaxis.see([x, x + width])
        self.yaxis.see([y, y + height])
        area = Spread([x, x + width], [y, y], [y + height, y + height])
        self.marks.append(partial(_area, area=area, ink=patch.ink, shared=False))

    def annotate(
        self,
        text: str,
        xy: Point,
        xytext: Point = (0, 0),
        xycoords: Any = "data",
        textcoords: str = "",
        **look: Any,
    ) -> None:
        """Words beside a point, so many points away."""
        self._words(text, xy, xytext, xycoords != "data", look)

    def text(self, x: float, y: float, text: str, **look: Any) -> None:
        """Words at a point."""
        self._words(text, (x, y), (0, 0), False, look)

    def _words(self, text: str, at: Point, off: Point, share: bool, look: dict[str, Any]) -> None:
        size = look.get("fontsize", 10)
        drop = 0.45 * size if look.get("va") == "center" else 0.0
        style: dict[str, Any] = {"text_anchor": ANCHORS[look.get("ha", "left")], "size": size}
        style["font_weight"] = look.get("weight")
        if "bbox" in look:  # a plate behind the words
            style |= {"stroke": PAPER, "stroke_width": 4, "paint_order": "stroke"}

        def mark(view: View) -> str:
            y = view.share(at[1]) if share else view.y(at[1])
            return svg.words(
                text, view.x(at[0]) + off[0] * POINT, y - off[1] * POINT + drop, **style
            )

        self.notes.append(mark)


def _area(view: View, area: Spread, ink: Ink, shared: bool) -> str:
    return svg.shape(area.points(view.x, view.share if shared else view.y), ink)


def _heights(given: Any, times: list[float]) -> list[float]:
    return [given] * len(times) if isinstance(given, int | float) else list(given)


def _stairs(values: list[float], late: bool = False) -> list[float]:
    """Each value twice, but for the last; `late`, but for the first: a level, then a step."""
    twice = [value for value in values for _ in range(2)]
    return twice[1:] if late else twice[:-1]


def _stretches(shown: list[bool]) -> list[tuple[int, int]]:
    """From where to before where it is shown."""
    edges = [False, *shown, False]
    turns = [i for i in range(len(shown) + 1) if edges[i] != edges[i + 1]]
    return list(zip(turns[::2], turns[1::2], strict=True))
