"""The leak lab as a picture that does not move: for paper, for old browsers, without JavaScript.

It shows the recorded runs at the start, from the very data that the element would draw.
"""

import functools
import html
from collections.abc import Iterable
from typing import Any, cast

from leaklab.labs import stills
from leaklab.labs.encoding import counts
from leaklab.labs.lab_data import LeakLabData, RunData
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.roles import ROLES, STACKED

WIDTH, HEIGHT = 300, 110  # of one handler's drawing

Points = list[tuple[float, float]]


def figure(plan: LabPlan, data: LeakLabData) -> str:
    """A figure in HTML: a drawing for each handler, and in words what they show.

    No words are in the drawings: a notebook that is not trusted keeps words alone.
    """
    start = _nearest(plan)
    runs = data["runs"][plan.settings().index(start)]
    most = max(run["peak"] for run in runs)
    drawings = "".join(
        f'<figure style="margin:0;width:{WIDTH}px;max-width:100%">{_drawing(run, most)}'
        f"<figcaption>{html.escape(_said(name, run))}</figcaption></figure>"
        for name, run in zip(plan.handlers, runs, strict=True)
    )
    said = (
        f"The lab at its start: tasks over {plan.until_s:g} s, with a latency of "
        f"{start.latency_s:g} s, {start.rate_per_s:g} requests a second, and a timeout of "
        f"{start.timeout_s:g} s."
    )
    return (
        f'<figure><div style="display:flex;flex-wrap:wrap;gap:1rem">{drawings}</div>'
        f"<figcaption>{said}</figcaption></figure>"
    )


def _nearest(plan: LabPlan) -> LabSetting:
    """Where the sliders stand at the start: it may lie between their stops."""
    wanted = plan.start.knobs()
    at: dict[str, Any] = {}
    for name, stops in plan.stops.items():
        far = functools.partial(_far, float(cast("dict[str, float]", wanted)[name]))
        at[name] = min(cast("list[float]", stops), key=far)
    return LabSetting(**at)


def _far(wanted: float, stop: float) -> float:
    return abs(stop - wanted)


def _said(name: str, run: RunData) -> str:
    left = run["left"]
    return f"{name}: {run['peak']:,} tasks at the peak, {f'{left:,}' if left else 'none'} left."


def _drawing(run: RunData, most: int) -> str:
    """The tasks of one run by role, one upon the other, on axes that end at `most`."""
    packed = cast("dict[str, list[int]]", run)
    columns = [counts(packed[role]) for role in STACKED]
    below = [0] * len(columns[0])
    areas = []
    for role, column in zip(STACKED, columns, strict=True):
        above = [low + count for low, count in zip(below, column, strict=True)]
        if any(column):
            look = ROLES[role]
            around = [*_edge(above, most), *reversed(_edge(below, most))]
            areas.append(stills.area(around, look.fill, look.colour))
        below = above
    axes = stills.line((1, 1), (1, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'style="max-width:100%" aria-hidden="true">{"".join(areas)}{axes}</svg>'
    )


def _edge(column: list[int], most: int) -> Points:
    x, y = (WIDTH - 2) / (len(column) - 1), (HEIGHT - 4) / most
    return _corners((1 + i * x, HEIGHT - 1 - count * y) for i, count in enumerate(column))


def _corners(line: Iterable[tuple[float, float]]) -> Points:
    """A line without the points that lie, to half a unit, between two others."""
    kept: Points = []
    for x, y in line:
        if len(kept) > 1:
            (x0, y0), (x1, y1) = kept[-2:]
            if abs((y1 - y0) * (x - x0) - (y - y0) * (x1 - x0)) < 0.5 * (x - x0):
                kept.pop()
        kept.append((x, y))
    return kept
