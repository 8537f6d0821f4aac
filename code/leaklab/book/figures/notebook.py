"""Every chapter: how a notebook shows a figure, by matplotlib, or by us where that is absent."""

import contextlib
import json
from importlib.util import find_spec
from pathlib import Path

from leaklab.book.figures import without_matplotlib
from leaklab.book.figures.figure import Figure
from leaklab.book.figures.narrow import narrow

WIDE = "image/svg+xml"
NARROW = (
    "application/vnd.parked-forever.narrow+svg"  # beside it, for the pages: no notebook shows it
)
WORDS = Path(__file__).parent / "words.json"  # by cell; JupyterLite's copy of the package has it


def use_in_notebook() -> None:
    """Load what draws the figures: it takes a second, in the first cell rather than at a figure."""
    if find_spec("matplotlib"):
        from leaklab.book.figures import with_matplotlib  # noqa: F401


def shown(figure: Figure) -> dict[str, str]:
    """A cell's output, by its type: SVGs, or HTML with the book's words for who cannot see it."""
    if find_spec("matplotlib"):
        from leaklab.book.figures import with_matplotlib

        slim = without_matplotlib.drawn(narrow(figure), "")
        return {WIDE: with_matplotlib.svg(figure), NARROW: slim}
    return {"text/html": without_matplotlib.page(figure, words_of_this_cell())}


Figure.in_a_notebook = staticmethod(shown)


def words_of_this_cell() -> str:
    """What the book says is seen in the running cell's figure; "" where nobody knows."""
    with contextlib.suppress(Exception):
        from IPython import get_ipython

        parent = get_ipython().kernel.get_parent()
        known: dict[str, str] = json.loads(WORDS.read_text(encoding="utf-8"))
        return known.get(parent["metadata"]["cellId"], "")
    return ""
