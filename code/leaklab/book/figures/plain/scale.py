"""From data to pixels: a plain figure's axes, and where a panel stands."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from leaklab.book.figures.plain import svg


class Box(NamedTuple):
    """Where in the figure a panel stands, in pixels."""

    left: float
    top: float
    width: float
    height: float


class Axis:
    """One direction: what the data span, what was asked for, and its ticks. Panels may share it."""

    def __init__(self) -> None:
        self.data: list[float] = []
        self.low: float | None = None
        self.high: float | None = None
        self.fixed: list[tuple[float, str]] | None = None
        self.form: Callable[[float, None], str] = lambda value, _: f"{value:g}"
        self.whole = False
        self.grid = True

    def see(self, values: Sequence[float]) -> None:
        """Take these values into what is shown."""
        self.data += [min(values), max(values)] if values else []

    def span(self) -> tuple[float, float]:
        """From where to where the axis goes."""
        least, most = min(self.data, default=0.0), max(self.data, default=1.0)
        margin = 0.05 * (most - least) or 0.5
        low = least - margin if self.low is None else self.low
        high = most + margin if self.high is None else self.high
        return (low, high) if high > low else (low, low + 1)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Where the ticks are and what they say."""
        low, high = self.span()
        if self.fixed is not None:
            return [(at, text) for at, text in self.fixed if low <= at <= high]
        return [(at, self.form(at, None)) for at in svg.ticks(low, high, most, self.whole)]

    def set_major_formatter(self, form: Callable[[float, None], str]) -> None:
        """How a tick's number is written."""
        self.form = form

    def set_major_locator(self, locator: Any) -> None:
        """Only whole numbers: the one locator that the figures use."""
        self.whole = True


class Spine:
    """The line at one side of a panel."""

    visible = True

    def set_visible(self, visible: bool) -> None:
        """Show it or not."""
        self.visible = visible


class View:
    """A panel in its place: data to pixels."""

    def __init__(self, box: Box, x: Axis, y: Axis) -> None:
        self.box = box
        self._x, self._y = x.span(), y.span()

    def x(self, value: float) -> float:
        """How far from the left."""
        low, high = self._x
        return self.box.left + self.box.width * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """How far from the top."""
        low, high = self._y
        return self.box.top + self.box.height * (1 - (value - low) / (high - low))

    def share(self, fraction: float) -> float:
        """How far from the top, for a fraction of the panel's height."""
        return self.box.top + self.box.height * (1 - fraction)
