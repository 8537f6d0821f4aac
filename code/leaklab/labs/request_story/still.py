"""The request story as a picture that does not move: its lanes, and every step in words."""

import html
from collections.abc import Iterator

from leaklab.labs import stills
from leaklab.labs.lab_data import Shape, StoryData
from leaklab.labs.request_story.plan import StoryPlan
from leaklab.roles import ROLES

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 170, 90, 146
ROWS = {"serving": 40, "worker": 76, "drainer": 112}
THICK = {"runs": 16, "waits": 6, "parked": 16}


def figure(plan: StoryPlan, data: StoryData) -> str:
    """The story that the lab begins with, all of it; nothing where the start is not recorded."""
    if plan.start not in plan.settings():
        return ""
    shape, times = data["stories"][plan.settings().index(plan.start)]
    steps = data["shapes"][shape]
    start = plan.start
    said = (
        f"One request through {start.handler}: its handler takes {start.latency_s:g} s and "
        f"{data['fates'][start.fate]}, the timeout is {plan.timeout_s:g} s. Step by step:"
    )
    items = "".join(
        f"<li>{html.escape(each, quote=False)}</li>" for each in in_words(data, steps, times)
    )
    return stills.figure(WIDTH, HEIGHT, _parts(plan, data, steps, times), said, f"<ol>{items}</ol>")


def in_words(data: StoryData, steps: Shape, times: list[float]) -> Iterator[str]:
    """The steps as the element's list has them."""
    for time, task, _, line, kind in steps:
        yield f"{times[time]:g} s, {data['tasks'][task]}, line {line}. {data['kinds'][kind][0]}"


def _parts(plan: StoryPlan, data: StoryData, steps: Shape, times: list[float]) -> list[str]:
    right = WIDTH - 40

    def x(t_s: float) -> float:
        return LEFT + (right - LEFT) * t_s / plan.until_s

    names = [stills.words(0, y + 4, f"{ROLES[name].icon} {name}") for name, y in ROWS.items()]
    bars = [
        _bar(task, state, x(from_s), x(to_s))
        for task, state, from_s, to_s in stretches(plan, data, steps, times)
    ]
    scale = [
        stills.words(x(t_s), BOTTOM + 18, f"{t_s:g} s", "middle")
        for t_s in (0.0, plan.timeout_s, plan.until_s)
    ]
    return [
        *names,
        stills.line((LEFT, BOTTOM), (right, BOTTOM)),
        stills.line((x(plan.timeout_s), 20), (x(plan.timeout_s), BOTTOM), dashed=True),
        stills.words(x(plan.timeout_s), 14, "timeout", "middle"),
        *bars,
        *scale,
    ]


def _bar(task: str, state: str, left: float, right: float) -> str:
    look = ROLES["parked" if state == "parked" else task]
    y, high = ROWS[task], THICK[state]
    name = [stills.words(left + 4, y + 24, f"{look.icon} {state}")] if right - left > 60 else []
    return stills.bar(left, y - high / 2, right - left, high, look.fill, look.colour) + "".join(
        name
    )


def stretches(
    plan: StoryPlan, data: StoryData, steps: Shape, times: list[float]
) -> Iterator[tuple[str, str, float, float]]:
    """Task, state, and from when to when in s: each stretch that lasts."""
    for task, name in enumerate(data["tasks"]):
        own = [
            (times[time], data["states"][state]) for time, each, state, *_ in steps if each == task
        ]
        ends = [*own[1:], (plan.until_s, "ended")]
        for (from_s, state), (to_s, _) in zip(own, ends, strict=True) if own else ():
            if state != "ended" and to_s > from_s:
                yield name, state, from_s, to_s
