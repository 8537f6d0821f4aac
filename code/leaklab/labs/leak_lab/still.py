"""The leak lab as a picture that does not move: for paper, for old browsers, without JavaScript.

It shows the recorded runs at the start, from the very data that the element would draw.
"""

import functools
from collections.abc import Iterable
from typing import Any, cast

from leaklab.labs.encoding import counts
from leaklab.labs.lab_data import LeakLabData, RunData
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.roles import ROLES, STACKED

WIDTH, HEIGHT, LEFT, TOP = 320, 150, 44, 22  # of one handler's drawing, and where its axes begin
ACROSS = 2  # drawings in a row

Points = list[tuple[float, float]]


def figure(plan: LabPlan, data: LeakLabData) -> str:
    """A figure in HTML: a drawing for each handler, and in words what they show."""
    start = _nearest(plan)
    runs = data["runs"][plan.settings().index(start)]
    most = max(run["peak"] for run in runs)
    rows = -(-len(runs) // ACROSS)
    drawings = [
        f'<g transform="translate({i % ACROSS * WIDTH} {i // ACROSS * HEIGHT})">'
        f"{_drawing(name, run, most, plan.until_s)}</g>"
        for i, (name, run) in enumerate(zip(plan.handlers, runs, strict=True))
    ]
    across = min(len(runs), ACROSS) * WIDTH
    said = (
        f"Tasks over {plan.until_s:g} s: latency {start.latency_s:g} s, {start.rate_per_s:g} "
        f"requests a second, timeout {start.timeout_s:g} s. "
        + " ".join(_said(name, run) for name, run in zip(plan.handlers, runs, strict=True))
    )
    return (
        f'<figure><svg viewBox="0 0 {across} {rows * HEIGHT}" width="{across}" '
        'style="max-width:100%;height:auto" fill="currentColor" font-size="11" '
        f'font-family="sans-serif" aria-hidden="true">{"".join(drawings)}</svg>'
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


def _drawing(name: str, run: RunData, most: int, until_s: float) -> str:
    """The tasks of one run by role, one upon the other, on axes that end at `most`."""
    packed = cast("dict[str, list[int]]", run)
    columns = [counts(packed[role]) for role in STACKED]
    wide, high = WIDTH - LEFT - 20, HEIGHT - TOP - 22
    below = [0] * len(columns[0])
    areas = []
    for role, column in zip(STACKED, columns, strict=True):
        above = [low + count for low, count in zip(below, column, strict=True)]
        if any(column):
            x = wide / (len(column) - 1)
            edge = [(LEFT + i * x, TOP + high - high * y / most) for i, y in enumerate(above)]
            back = [(LEFT + i * x, TOP + high - high * y / most) for i, y in enumerate(below)]
            look = ROLES[role]
            areas.append(
                f'<path fill="{look.fill}" stroke="{look.colour}" d="{_path(edge, back)}"/>'
            )
        below = above
    axes = f"M{LEFT} {TOP}V{TOP + high}H{LEFT + wide}"
    words = [
        (LEFT, TOP - 8, "start", f"{name}, tasks"),
        (LEFT - 4, TOP + 8, "end", f"{most:,}"),
        (LEFT - 4, TOP + high, "end", "0"),
        (LEFT + wide, TOP + high + 16, "end", f"{until_s:g} s"),
    ]
    texts = (f'<text x="{x}" y="{y}" text-anchor="{at}">{word}</text>' for x, y, at, word in words)
    return f'{"".join(areas)}<path fill="none" stroke="currentColor" d="{axes}"/>{"".join(texts)}'


def _path(edge: Points, back: Points) -> str:
    """An area between two lines, without the points that lie on a straight line."""
    points = [*_corners(edge), *reversed(_corners(back))]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _corners(line: Iterable[tuple[float, float]]) -> Points:
    kept: Points = []
    for x, y in line:
        if len(kept) > 1:
            (x0, y0), (x1, y1) = kept[-2:]
            if abs((y1 - y0) * (x - x0) - (y - y0) * (x1 - x0)) < 0.5 * (x - x0):
                kept.pop()
        kept.append((x, y))
    return kept
