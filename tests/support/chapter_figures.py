"""The figures of the chapters as values, each beside the picture that is stored."""

from functools import cache
from typing import NamedTuple

from leaklab.book.figures.figure import Figure
from leaklab.book.figures.notebook import NARROW, WIDE
from tests.support.chapter_lines import Cell, code_cells, last_calls
from tests.support.places import CHAPTERS


class Shown(NamedTuple):
    """A figure of a chapter: its name in the book, the value, and the pictures stored with it."""

    name: str
    figure: Figure
    stored: str
    narrow: str


def with_figures() -> list[str]:
    """The names of the chapters that store figures."""
    paths = sorted(CHAPTERS.glob("*.ipynb"))
    return [path.stem for path in paths if any(map(_stored, code_cells(path)))]


@cache
def figures_of(chapter: str) -> list[Shown]:
    """Every figure that a chapter stores."""
    return [
        Shown(
            cell["metadata"]["mystnb"]["figure"]["name"],
            figure,
            _stored(cell),
            _stored(cell, NARROW),
        )
        for cell, figure in last_calls(CHAPTERS / f"{chapter}.ipynb", lambda c: bool(_stored(c)))
    ]


def _stored(cell: Cell, kind: str = WIDE) -> str:
    """The SVG among a cell's stored outputs; "" where there is none."""
    data = [output.get("data", {}) for output in cell["outputs"]]
    return "".join(line for each in data for line in each.get(kind, []))
