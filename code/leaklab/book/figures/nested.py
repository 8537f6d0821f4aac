"""A filter chain as what it is: one box inside the other."""

from collections.abc import Collection, Sequence

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from leaklab.book.figures.style import STYLE
from leaklab.book.filter_chain import Layer
from leaklab.roles import INK, PAPER, ROLES

STRIP = 1.0  # the height of a layer's own strip, above the next box
LEFT, RIGHT, BOTTOM = 0.3, 0.15, 0.18  # how far the next box stands in, on its other sides
WIDTH = 15.0


def nested(layers: Sequence[Layer], stressed: Collection[str] = ()) -> Figure:
    """The layers, outermost first, each inside the one before; the `stressed` names stand out.

    Raises ValueError for a stressed name that is no layer's.
    """
    if unknown := set(stressed) - {layer.name for layer in layers}:
        raise ValueError(f"{sorted(unknown)[0]!r} is no layer of this chain")
    height = len(layers) * (STRIP + BOTTOM)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7, 0.38 * height), layout="constrained")
        axes = figure.subplots()
        for depth, layer in enumerate(layers):
            strong = layer.name in stressed
            left, bottom = depth * LEFT, depth * BOTTOM
            box = Rectangle(
                (left, bottom),
                WIDTH - left - depth * RIGHT,
                height - depth * STRIP - bottom,
                facecolor="#e3eefa" if strong else PAPER,
                edgecolor=ROLES["serving"].colour if strong else INK,
                lw=2 if strong else 0.7,
            )
            axes.add_patch(box)
            weight = "bold" if strong else "normal"
            middle = height - depth * STRIP - STRIP / 2
            axes.text(left + 0.2, middle, layer.name, va="center", weight=weight, fontsize=9)
            axes.text(6.4, middle, layer.does, va="center", weight=weight, fontsize=9)
        axes.set_xlim(-0.1, WIDTH + 0.1)
        axes.set_ylim(-0.1, height + 0.1)
        axes.set_axis_off()
    return figure
