"""The cover: the book's title over its curve, as the previews have it."""

import html
import io
import tomllib

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from leaklab.roles import ROLES
from tools.paths import ROOT
from tools.site.cards import STEPS

SUBTITLE = "One production incident, to be run, broken and fixed"
WIDE, HIGH = 210, 110  # mm


def version() -> str:
    """The edition: the package's version."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(known["project"]["version"])


def curve() -> str:
    """The curve of two evenings as SVG: a sketch, not a run."""
    step = WIDE / (len(STEPS) - 1)
    points = " ".join(f"{i * step:.1f},{HIGH - y / 7.5 * HIGH:.1f}" for i, y in enumerate(STEPS))
    look = ROLES["parked"]
    hatch = (
        '<pattern id="cover-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<rect width="5" height="5" fill="{look.fill}"/>'
        f'<path d="M0 0L5 5M5 0L0 5" stroke="{look.colour}" stroke-width=".5"/></pattern>'
    )
    return (
        f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="A curve that rises on two '
        f'evenings and never falls"><defs>{hatch}</defs>'
        f'<polygon points="0,{HIGH} {points} {WIDE},{HIGH}" fill="url(#cover-hatch)"/>'
        f'<polyline points="{points}" fill="none" stroke="{look.colour}" stroke-width="1.4"/></svg>'
    )


def cover(authors: str = "The Parked Forever authors") -> str:
    """The first sheet, as HTML."""
    return (
        '<section class="cover"><p class="cover-title">Parked Forever</p>'
        f'<p class="cover-subtitle">{html.escape(SUBTITLE)}</p>'
        f'<p class="cover-authors">{html.escape(authors)}</p>{curve()}'
        f'<p class="cover-edition">Edition {version()}. Text under CC BY 4.0, code under MIT.</p>'
        "</section>"
    )


def picture() -> bytes:
    """The cover as a PNG of 1200 x 1600 pixels, for e-readers."""
    look = ROLES["parked"]
    figure = Figure(figsize=(12, 16), dpi=100, facecolor="white")
    axes = figure.add_axes((0, 0.1, 1, 0.42))
    axes.fill_between(range(len(STEPS)), STEPS, color=look.fill, lw=0)
    axes.plot(range(len(STEPS)), STEPS, color=look.colour, lw=6)
    axes.set(xlim=(0, len(STEPS) - 1), ylim=(-0.1, 7.5))
    axes.axis("off")
    figure.text(0.09, 0.86, "Parked\nForever", size=88, weight="bold", va="top", linespacing=1.1)
    figure.text(0.09, 0.615, SUBTITLE.replace(", ", ",\n"), size=34, va="top", linespacing=1.3)
    figure.text(0.09, 0.04, "The Parked Forever authors", size=28)
    made = io.BytesIO()
    FigureCanvasAgg(figure).print_png(made, metadata={"Software": None})
    return made.getvalue()
