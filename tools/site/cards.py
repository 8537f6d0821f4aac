"""The picture that a preview shows: a page's title over the book's curve."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from leaklab.roles import ROLES
from tools.site.head import BOOK, CARDS

WIDTH, HEIGHT, DPI = 1200, 630, 100
STEPS = (0, 0, 1, 2, 3, 3, 3, 3, 4, 5, 6, 6)  # two evenings: a sketch, not a run


def draw(titles: Mapping[str, str], folder: Path) -> None:
    """A card for each page into _static/cards; `titles` by the files' stems."""
    (folder / CARDS).mkdir(exist_ok=True)
    for stem, title in titles.items():
        file = folder / CARDS / f"{stem}.png"
        FigureCanvasAgg(card(title)).print_png(str(file), metadata={"Software": None})


def card(title: str) -> Figure:
    """One card."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor="#12161c")
    curve = figure.add_axes((0, 0, 1, 0.62))
    curve.fill_between(range(len(STEPS)), STEPS, color=ROLES["parked"].colour, alpha=0.85, lw=0)
    curve.set(xlim=(0, len(STEPS) - 1), ylim=(0, 7.5))
    curve.axis("off")
    lines = "\n".join(textwrap.wrap(title, 26))
    figure.text(0.06, 0.9, lines, color="white", size=46, weight="bold", va="top", linespacing=1.15)
    figure.text(0.06, 0.06, BOOK, color="white", size=22)
    return figure
