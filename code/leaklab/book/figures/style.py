"""The one style of all figures, and what they share. Vector, the same bytes every time."""

from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from leaklab.book.figures import plain
from leaklab.roles import GRID, INK, PAPER, ROLES

STYLE: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same glyphs everywhere
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "parked-forever",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


def use_in_notebook() -> None:
    """Show figures as SVG in the running notebook, with no date and no random names in them.

    Outside of a notebook there is nothing to show them in: only the style is set.
    """
    if plain.ABSENT:
        return
    from IPython import get_ipython
    from IPython.core.pylabtools import select_figure_formats

    mpl.rcParams.update(STYLE)
    shell = get_ipython()
    if shell is None:
        return
    select: Any = select_figure_formats  # untyped
    select(shell, {"svg"}, metadata={"Date": None})


def panels(figure: Figure, rows: int, columns: int) -> list[Axes]:
    """Panels on shared axes, row by row."""
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    return [axes for row in grid for axes in row]


def legend(figure: Figure, roles: list[str]) -> None:
    """The roles' looks, below the panels."""
    looks = [(role, ROLES[role]) for role in roles]
    patches = [
        Patch(facecolor=look.fill, edgecolor=look.colour, hatch=look.hatch, label=role)
        for role, look in looks
    ]
    figure.legend(handles=patches, loc="outside lower center", ncols=len(patches))
