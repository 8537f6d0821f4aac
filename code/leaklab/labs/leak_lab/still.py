"""The leak lab as a picture that does not move: for paper, for old browsers, without JavaScript.

It shows the recorded runs at the start, from the very data that the element would draw.
"""

import functools
from collections.abc import Iterable
from typing import Any, cast

from leaklab.labs import stills
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
    return stills.figure(across, rows * HEIGHT, drawings, said)


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
            around = [*_corners(edge), *reversed(_corners(back))]
            areas.append(stills.area(around, look.fill, look.colour))
        below = above
    corner, right = (LEFT, TOP + high), LEFT + wide
    parts = [
        *areas,
        stills.line((LEFT, TOP), corner, (right, TOP + high)),
        stills.words(LEFT, TOP - 8, f"{name}, tasks"),
        stills.words(LEFT - 4, TOP + 8, f"{most:,}", "end"),
        stills.words(LEFT - 4, TOP + high, "0", "end"),
        stills.words(right, TOP + high + 16, f"{until_s:g} s", "end"),
    ]
    return "".join(parts)


def _corners(line: Iterable[tuple[float, float]]) -> Points:
    """The points of a line without those that lie on a straight one."""
    kept: Points = []
    for x, y in line:
        if len(kept) > 1:
            (x0, y0), (x1, y1) = kept[-2:]
            if abs((y1 - y0) * (x - x0) - (y - y0) * (x1 - x0)) < 0.5 * (x - x0):
                kept.pop()
        kept.append((x, y))
    return kept
