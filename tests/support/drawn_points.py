"""Where the marks of a figure are, by the value and as each renderer has drawn them, in pixels."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.path import Path

from leaklab.book.figures.figure import Panel
from leaklab.book.figures.marks import Area, Bar, Box, Guide, Line, Mark, Span, Strokes, Words

NUMBER = re.compile(r"-?\d+\.\d")


def of_value(mark: Mark, panel: Panel) -> np.ndarray:
    """The points that a mark names, in the units of the panel's axes."""
    x, y = (panel.x.low, panel.x.high), (panel.y.low, panel.y.high)
    match mark:
        case Line():
            return np.column_stack([mark.x, mark.y])
        case Area():
            shown = np.array(mark.shown or [True] * len(mark.x), dtype=bool)
            heights = np.array([mark.low, mark.high])
            if mark.whole:
                heights = y[0] + heights * (y[1] - y[0])
            x_there = np.array(mark.x)[shown]
            return np.concatenate([np.column_stack([x_there, side[shown]]) for side in heights])
        case Bar():
            lane = -mark.lane - mark.HEIGHT / 2
            return _corners(mark.start, lane, mark.length, mark.HEIGHT)
        case Box():
            return _corners(mark.left, mark.bottom, mark.width, mark.height)
        case Span():
            return _corners(mark.start, y[0], mark.stop - mark.start, y[1] - y[0])
        case Strokes():
            return np.array([(at, end) for at in mark.x for end in (0, 1)])
        case Guide(axis="x"):
            return np.array([(mark.at, end) for end in y])
        case Guide():
            return np.array([(end, mark.at) for end in x])
        case Words():
            return np.array([(mark.x, y[0] + mark.y * (y[1] - y[0]) if mark.whole else mark.y)])


def _corners(left: float, bottom: float, width: float, height: float) -> np.ndarray:
    return np.array([(left + width * a, bottom + height * b) for a in (0, 1) for b in (0, 1)])


def by_matplotlib(artist: Artist) -> np.ndarray:
    """The corners of all that an artist draws."""
    drawn: Any = artist  # lines and patches have one path, collections have many
    paths = drawn.get_paths() if isinstance(artist, Collection) else [drawn.get_path()]
    ends = [path.vertices[: len(path) - _closed(path)] for path in paths]
    return artist.get_transform().transform(np.concatenate([np.empty((0, 2)), *ends]))


def _closed(path: Path) -> bool:
    codes: Any = path.codes
    return codes is not None and len(codes) > 0 and bool(codes[-1] == Path.CLOSEPOLY)


def by_us(group: Element) -> np.ndarray:
    """The corners of all paths and boxes, and the middles of all dots, in a mark's group."""
    points = [(0.0, 0.0)][:0]
    for each in group.iter():
        if each.tag == "path":
            numbers = [float(number) for number in NUMBER.findall(each.attrib["d"])]
            points += zip(numbers[::2], numbers[1::2], strict=True)
        elif each.tag == "circle":
            points.append((float(each.attrib["cx"]), float(each.attrib["cy"])))
    return np.array(points).reshape(-1, 2)


def to_pixels(points: np.ndarray, panel: Panel, frame: Element) -> np.ndarray:
    """Points of a panel, in the frame that our renderer has given it."""
    left, top, width, height = (float(frame.attrib[k]) for k in ("x", "y", "width", "height"))
    x = left + width * (points[:, 0] - panel.x.low) / (panel.x.high - panel.x.low)
    y = top + height * (panel.y.high - points[:, 1]) / (panel.y.high - panel.y.low)
    return np.column_stack([x, y])


def apart(some: np.ndarray, others: np.ndarray) -> float:
    """How far from any point of the one is the nearest of the other, and the other way round."""
    if not len(some) or not len(others):
        return 0.0 if len(some) == len(others) else float("inf")
    distances = np.linalg.norm(some[:, None] - others[None], axis=2)
    return float(max(distances.min(axis=0).max(), distances.min(axis=1).max()))
