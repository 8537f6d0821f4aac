"""The replay as a picture that does not move: the server's tasks over the two evenings."""

from leaklab.labs import stills
from leaklab.labs.encoding import counts
from leaklab.labs.incident_replay.plan import IncidentPlan, IncidentSetting
from leaklab.labs.incident_replay.words import time_of_day
from leaklab.labs.lab_data import IncidentReplay, IncidentReplayData
from leaklab.roles import ROLES

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 190, 60, 24, 160
TIMES = "\u00d7"
EVERY_H = 6  # between the times of day under the axis


def figure(plan: IncidentPlan, data: IncidentReplayData) -> str:
    """The start's handler on the recorded line nearest to that of the incident, no restart."""
    slow = min(plan.factors, key=lambda factor: abs(factor - IncidentSetting().factor))
    handler, restart_h = plan.start.handler, plan.restarts_h[-1]
    if handler not in plan.handlers:
        return ""
    of = {(each.factor, each.handler, each.restart_h): n for n, each in enumerate(plan.settings())}
    shown = data["replays"][of[slow, handler, restart_h]]
    left = f"{shown['left']:,} are" if shown["left"] else "none is"
    said = (
        f"The server's tasks over the two evenings with {handler}. On a line {TIMES}{slow:g} a "
        f"list takes {shown['slow_s']:g} s, where the limit is {plan.timeout_s:g} s; at most "
        f"{shown['peak']:,} tasks live at once, and {left} parked at the end."
    )
    return stills.figure(WIDTH, HEIGHT, _parts(shown, data), said)


def _parts(shown: IncidentReplay, data: IncidentReplayData) -> list[str]:
    times_h = data["times_h"]
    right, top = WIDTH - 24, max(shown["peak"], 1)

    def x(hour: float) -> float:
        return LEFT + (right - LEFT) * hour / times_h[-1]

    def y(tasks: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * tasks / top

    parked = counts(shown["parked"])
    at_work = [counts(shown[role]) for role in ("serving", "worker", "drainer")]
    both = [sum(each) for each in zip(parked, *at_work, strict=True)]
    look, work = ROLES["parked"], ROLES["worker"]
    foot = [(x(times_h[-1]), y(0.0)), (x(0.0), y(0.0))]
    evenings = [
        stills.bar(x(began), TOP, x(ended) - x(began), BOTTOM - TOP, "#9a7b2c33", "none")
        for began, ended in data["slow_h"]
    ]
    curves = [
        stills.area([*zip(map(x, times_h), map(y, column), strict=True), *foot], fill, stroke)
        for column, fill, stroke in (
            (both, work.fill, work.colour),
            (parked, look.fill, look.colour),
        )
    ]
    hours = range(0, int(times_h[-1]) + 1, EVERY_H)
    return [
        *evenings,
        *curves,
        stills.line((LEFT, TOP), (LEFT, BOTTOM), (right, BOTTOM)),
        stills.words(
            0, TOP - 10, f"tasks: {work.icon} at work, {look.icon} parked; the evenings shaded"
        ),
        stills.words(LEFT - 4, TOP + 10, f"{top:,}", "end"),
        stills.words(LEFT - 4, BOTTOM, "0", "end"),
        *(stills.words(x(hour), BOTTOM + 18, time_of_day(hour), "middle") for hour in hours),
    ]
