"""Every chapter: figures drawn by matplotlib, as SVG with the same bytes every time.

The only module that imports matplotlib. Nothing of the process's own settings has a say: neither
a reader's matplotlibrc nor what a cell before has set.
"""

import contextlib
import io
from collections.abc import Iterator
from typing import Any, assert_never

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawn
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from leaklab.book.figures import marks
from leaklab.book.figures.figure import Figure, Panel
from leaklab.book.figures.marks import Line, Mark, Paint
from leaklab.roles import GRID, INK, PAPER

STYLE: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same glyphs everywhere
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "parked-forever",  # else the ids in an SVG are random
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
PLATE = {"boxstyle": "square,pad=0.15", "facecolor": PAPER, "edgecolor": "none"}
BEHIND = 0  # matplotlib's zorder: areas are at 1, lines at 2


@contextlib.contextmanager
def _style() -> Iterator[None]:
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


@_style()
def svg(figure: Figure) -> str:
    """The figure as SVG."""
    text = io.BytesIO()
    drawn(figure).savefig(text, format="svg", bbox_inches="tight", metadata={"Date": None})
    return text.getvalue().decode()


@_style()
def drawn(figure: Figure) -> Drawn:
    """The figure as one of matplotlib's."""
    paper = Drawn(figsize=(figure.width, figure.height), layout="constrained")
    places = paper.subplots(
        len(figure.rows),
        len(figure.rows[0]),
        sharex=figure.share_x,
        sharey=figure.share_y,
        squeeze=False,
        height_ratios=figure.heights,
    )
    for row, panels in enumerate(figure.rows):
        for column, panel in enumerate(panels):
            axes = places[row, column]
            if panel is None:
                axes.set_axis_off()
                continue
            _panel(axes, panel)
            axes.set_xlabel(panel.x.label if figure.says_x(row) else "")
            level: Any = {"rotation": 0, "ha": "right", "va": "center"} if panel.y.level else {}
            axes.set_ylabel(panel.y.label if figure.says_y(column) else "", **level)
    if figure.side:
        paper.supylabel(figure.side, fontsize=9)
    if figure.key:
        handles = [_sample(text, look) for text, look in figure.key]
        place: Any = {"loc": "outside lower center", "ncols": len(handles)}
        paper.legend(handles=handles, fontsize=figure.key_size, **place)
    return paper


def _sample(text: str, look: Paint | Line) -> Artist:
    if isinstance(look, Paint):
        return Patch(label=text, **_paint(look))
    return Line2D([], [], label=text, **_line(look))


def _panel(axes: Axes, panel: Panel) -> None:
    for mark in panel.marks:
        _draw(axes, mark)
    axes.set_title(panel.title, fontsize=panel.title_size)
    axes.set_xlim(panel.x.low, panel.x.high)
    axes.set_ylim(panel.y.low, panel.y.high)
    axes.tick_params(labelsize=panel.tick_size)
    if not panel.strokes:
        axes.tick_params(length=0)
    for name, side, axis in (("x", "bottom", panel.x), ("y", "left", panel.y)):
        drawn_axis = getattr(axes, f"{name}axis")
        if axis.ticks is not None:
            drawn_axis.set_ticks([at for at, _ in axis.ticks], [text for _, text in axis.ticks])
        if axis.thousands:
            drawn_axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        if axis.whole:
            drawn_axis.set_major_locator(MaxNLocator(integer=True))
        if not axis.grid:
            drawn_axis.grid(visible=False)
        axes.spines[side].set_visible(axis.line)
    if panel.key:
        axes.legend(loc="upper left")
    if panel.bare:
        axes.set_axis_off()


def _draw(axes: Axes, mark: Mark) -> None:
    match mark:
        case marks.Line():
            axes.plot(mark.x, mark.y, label=mark.name, **_line(mark))
        case marks.Area():
            look = _paint(mark.paint)
            if mark.whole:
                look["transform"] = axes.get_xaxis_transform()
            axes.fill_between(mark.x, mark.low, mark.high, where=mark.shown, **look)
        case marks.Bar():
            lane = (-mark.lane - mark.HEIGHT / 2, mark.HEIGHT)
            axes.broken_barh([(mark.start, mark.length)], lane, **_paint(mark.paint))
        case marks.Box():
            corner = (mark.left, mark.bottom)
            axes.add_patch(Rectangle(corner, mark.width, mark.height, **_paint(mark.paint)))
        case marks.Guide():
            draw = axes.axvline if mark.axis == "x" else axes.axhline
            order = {"zorder": BEHIND} if mark.behind else {}
            draw(mark.at, color=INK, lw=mark.width, ls=mark.dash, **order)
        case marks.Strokes():
            axes.vlines(mark.x, 0, 1, color=INK, lw=mark.width)
        case marks.Span():
            look = {"facecolor": mark.fill, "alpha": mark.opacity, "zorder": BEHIND}
            axes.axvspan(mark.start, mark.stop, **look)
        case marks.Words():
            axes.annotate(
                mark.text,
                (mark.x, mark.y),
                (mark.dx, mark.dy),
                ("data", "axes fraction" if mark.whole else "data"),
                "offset points",
                ha=mark.across,
                va=mark.up,
                fontsize=mark.size,
                weight="bold" if mark.bold else "normal",
                bbox=PLATE if mark.plate else None,
            )
        case _:
            assert_never(mark)


def _line(line: Line) -> Any:
    """A line's look, in matplotlib's words."""
    return {
        "color": line.colour,
        "lw": line.width,
        "ls": line.dash,
        "marker": line.dot,
        "ms": line.size,
        "mfc": line.inside or line.colour,
    }


def _paint(paint: Paint) -> Any:
    """An area's look, in matplotlib's words."""
    return {
        "facecolor": (paint.fill, paint.fill_opacity),
        "edgecolor": (paint.edge, paint.edge_opacity),
        "hatch": paint.hatch,
        "lw": paint.width,
    }
