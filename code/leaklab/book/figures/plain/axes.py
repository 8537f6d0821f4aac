"""A panel of a plain figure: its limits, ticks and words, as matplotlib's axes take them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from leaklab.book.figures.plain import svg
from leaklab.book.figures.plain.scale import Axis, Box, Spine, View
from leaklab.roles import GRID, INK, PAPER


class Panel:
    """What every panel has: its axes' limits, ticks and titles."""

    def __init__(self, x: Axis, y: Axis) -> None:
        self.xaxis, self.yaxis = x, y
        self.marks: list[Callable[[View], str]] = []
        self.notes: list[Callable[[View], str]] = []  # words, which may reach out of the panel
        self.keys: list[tuple[str, str, str]] = []  # label, colour, dash
        self.title, self.title_size = "", 11.0
        self.xlabel = self.ylabel = ""
        self.off = False
        self.inner: set[str] = set()  # the sides whose ticks a neighbour says already
        self.tick_size = 10.0
        self.spines: defaultdict[str, Spine] = defaultdict(Spine)

    def set_title(self, title: str, fontsize: float = 11) -> None:
        """Words above the panel."""
        self.title, self.title_size = title, fontsize

    def set_xlabel(self, label: str, **style: Any) -> None:
        """Words below it."""
        self.xlabel = label

    def set_ylabel(self, label: str, **style: Any) -> None:
        """Words at its left."""
        self.ylabel = label

    def set_xlim(self, left: float | None = None, right: float | None = None) -> None:
        """From where to where it goes."""
        _limit(self.xaxis, left, right)

    def set_ylim(self, bottom: float | None = None, top: float | None = None) -> None:
        """From where to where it goes."""
        _limit(self.yaxis, bottom, top)

    def set_xticks(self, at: Sequence[float], labels: Sequence[Any] | None = None) -> None:
        """These ticks and no others."""
        self.xaxis.fixed = _fixed(at, labels)

    def set_yticks(self, at: Sequence[float], labels: Sequence[Any] | None = None) -> None:
        """These ticks and no others."""
        self.yaxis.fixed = _fixed(at, labels)

    def grid(self, visible: bool = True, axis: str = "both") -> None:
        """Whether lines lead through the panel."""
        for name, each in (("x", self.xaxis), ("y", self.yaxis)):
            if axis in (name, "both"):
                each.grid = visible

    def tick_params(self, labelsize: float = 10, length: float = 0) -> None:
        """The ticks' size."""
        self.tick_size = labelsize

    def set_axis_off(self) -> None:
        """No ticks, no grid, no lines around."""
        self.off = True

    def legend(self, **style: Any) -> None:
        """The lines' looks, inside the panel."""
        self.notes.append(self._legend)

    def _legend(self, view: View) -> str:
        drawn, x = "", view.box.left + 10
        for row, (label, colour, dash) in enumerate(self.keys):
            y = view.box.top + 14 + 16 * row
            drawn += svg.line([(x, y - 4), (x + 26, y - 4)], colour, 1.4, dash)
            drawn += svg.words(label, x + 32, y, size=9)
        return drawn

    def draw(self, box: Box) -> str:
        """The panel as SVG."""
        view = View(box, self.xaxis, self.yaxis)
        left, top, width, height = box
        edges = svg.element("rect", x=left, y=top, width=width, height=height, fill=PAPER)
        drawn = edges + ("" if self.off else self._ticks(view))
        inside = "".join(mark(view) for mark in self.marks)
        frame = " ".join(f"{side:.1f}" for side in box)
        drawn += svg.element(
            "svg", inside, x=left, y=top, width=width, height=height, viewBox=frame
        )
        drawn += "".join(note(view) for note in self.notes)
        if not self.off:
            low = top + height
            sides = {
                "left": [(left, top), (left, low)],
                "bottom": [(left, low), (left + width, low)],
            }
            drawn += "".join(
                svg.line(ends, INK) for side, ends in sides.items() if self.spines[side].visible
            )
        lines = self.title.count("\n") * self.title_size * 1.25
        return drawn + svg.words(self.title, left, top - 7 - lines, size=self.title_size)

    def _ticks(self, view: View) -> str:
        left, top, width, height = view.box
        drawn = ""
        for at, text in self.xaxis.ticks(max(2, int(width // 60))):
            x, low = view.x(at), top + height
            drawn += svg.line([(x, top), (x, low)], GRID, 0.6) if self.xaxis.grid else ""
            if "x" not in self.inner:
                style = {"size": self.tick_size, "text_anchor": "middle"}
                drawn += svg.words(text, x, low + 1.6 * self.tick_size, **style)  # type: ignore[arg-type]
        for at, text in self.yaxis.ticks(max(2, int(height // 34))):
            y = view.y(at)
            drawn += svg.line([(left, y), (left + width, y)], GRID, 0.6) if self.yaxis.grid else ""
            if "y" not in self.inner:
                style = {"size": self.tick_size, "text_anchor": "end"}
                drawn += svg.words(text, left - 5, y + 0.45 * self.tick_size, **style)  # type: ignore[arg-type]
        return drawn


def _limit(axis: Axis, low: float | None, high: float | None) -> None:
    axis.low = axis.low if low is None else low
    axis.high = axis.high if high is None else high


def _fixed(at: Sequence[float], labels: Sequence[Any] | None) -> list[tuple[float, str]]:
    return [(value, str(text)) for value, text in zip(at, labels or at, strict=True)]
