"""Chapter 9: a filter chain as what it is, one box inside the other."""

from collections.abc import Collection, Sequence

from leaklab.book.figures import narrow
from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Box, Mark, Paint, Words
from leaklab.book.filter_chain import Layer
from leaklab.roles import INK, PAPER, ROLES

STRIP = 1.0  # the height of a layer's own strip, above the next box
LEFT, RIGHT, BOTTOM = 0.3, 0.15, 0.18  # how far the next box stands in, on its other sides
WIDTH = 15.0
STRESSED = Paint("#e3eefa", ROLES["serving"].colour, width=2)
PLAIN = Paint(PAPER, INK, width=0.7)


def nested(layers: Sequence[Layer], stressed: Collection[str] = ()) -> Figure:
    """The layers, outermost first, each inside the one before; the `stressed` names stand out.

    Raises ValueError for a stressed name that is no layer's.
    """
    if unknown := set(stressed) - {layer.name for layer in layers}:
        raise ValueError(f"{sorted(unknown)[0]!r} is no layer of this chain")
    height = len(layers) * (STRIP + BOTTOM)
    marks: list[Mark] = []
    for depth, layer in enumerate(layers):
        strong = layer.name in stressed
        left, bottom, top = depth * LEFT, depth * BOTTOM, height - depth * STRIP
        wide, tall = WIDTH - left - depth * RIGHT, top - bottom
        marks.append(Box(left, bottom, wide, tall, STRESSED if strong else PLAIN))
        for x, text in ((left + 0.2, layer.name), (6.4, layer.does)):
            marks.append(Words(text, x, top - STRIP / 2, size=9, up="center", bold=strong))
    axes = Axis(-0.1, WIDTH + 0.1), Axis(-0.1, height + 0.1)
    panel = Panel(*axes, tuple(marks), bare=True)
    return Figure(7, 0.38 * height, ((panel,),), slim=_slim(layers, stressed))


def _slim(layers: Sequence[Layer], stressed: Collection[str]) -> Figure:
    """The same for a phone: what a layer does stands below its name."""
    strip, step = 2.1, 0.25  # of a layer's own; how far the next box stands in
    height, wide = len(layers) * (strip + step), 15.0
    marks: list[Mark] = []
    for depth, layer in enumerate(layers):
        left, top = depth * step, height - depth * strip
        box = left, depth * step, wide - 2 * left, top - depth * step
        marks.append(Box(*box, STRESSED if layer.name in stressed else PLAIN))
        for text, down, strong in ((layer.name, 0.75, True), (layer.does, 1.55, False)):
            marks.append(Words(text, left + 0.25, top - down, size=8, bold=strong))
    axes = Axis(-0.1, wide + 0.1), Axis(-0.1, height + 0.1)
    return Figure(narrow.WIDTH, 0.21 * height, ((Panel(*axes, tuple(marks), bare=True),),))
