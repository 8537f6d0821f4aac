"""What the incident replay answers: the line, the platform and the API server over two evenings.

The platform begins a pull every few minutes, and a pull is many lists at once. All lists of a pull
begin together and take the same time, so they all fare alike: a run carries one list of each pull
and its tasks are counted `lists_per_pull` times. The restart ends a server with all its tasks: a
replay is one run up to there, and from there on another one that begins with nothing.

Hours, rates and bytes are chosen, for those of the incident are lost: see `words`.
"""

import functools
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from leaklab.labs.encoding import packed, steps
from leaklab.labs.incident_replay import memory
from leaklab.labs.incident_replay.plan import (
    BEGINS_H,
    HOUR_S,
    PLATFORM_TIMEOUT_S,
    SLOW_H,
    STEP_S,
    UNTIL_H,
    IncidentPlan,
    IncidentSetting,
)
from leaklab.labs.incident_replay.words import notes
from leaklab.labs.lab_data import IncidentReplay, IncidentReplayData
from leaklab.roles import ROLES
from leaklab.simulation.latency import Link
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Platform, Scenario
from leaklab.simulation.simulate import simulate

UNTIL_S = UNTIL_H * HOUR_S
TIMES_S = tuple(index * STEP_S for index in range(int(UNTIL_S / STEP_S) + 1))
LOOKS_A_PULL = 36  # of the time between two pulls, to tell how many tasks are at work on average
AT_WORK = ("serving", "worker", "drainer")


class Life(NamedTuple):
    """One server from its start to its end: when it began and ended, in s, and its run."""

    began_s: float
    ended_s: float
    run: Run


def line_of(plan: IncidentPlan, factor: float, from_s: float = 0.0) -> Link:
    """The line as a server that starts at `from_s` finds it, its times counted from there."""
    changes: list[tuple[float, float]] = []
    for began_h, ended_h in SLOW_H:
        if ended_h * HOUR_S > from_s and factor != 1:
            changes.append((max(0.0, began_h * HOUR_S - from_s), factor))
            changes.append((ended_h * HOUR_S - from_s, 1.0))
    return Link(plan.usual_s, tuple(changes))


def scenario_of(plan: IncidentPlan, factor: float, from_s: float = 0.0) -> Scenario:
    """What a server that starts at `from_s` is asked until the replay's end."""
    return Scenario(
        rate_per_s=0,  # nothing but the platform
        duration_s=UNTIL_S - from_s,
        until_s=UNTIL_S - from_s,
        every_s=STEP_S,
        timeout_s=plan.timeout_s,
        plans="0:write",  # all of the wait is the line's: chosen
        link=line_of(plan, factor, from_s),
        platform=Platform(every_s=plan.pull_every_s, timeout_s=PLATFORM_TIMEOUT_S),
    )


@functools.lru_cache(maxsize=128)
def _run(scenario: Scenario, handler: str) -> Run:
    """The run, looked at during the first pull after each of the replay's times."""
    assert scenario.platform is not None
    apart_s = scenario.platform.every_s / LOOKS_A_PULL
    quarters = range(int(scenario.horizon_s / STEP_S))
    looks_s = [index * STEP_S + n * apart_s for index in quarters for n in range(LOOKS_A_PULL)]
    return simulate(scenario, handler, sample_times_s=[*looks_s, scenario.horizon_s])


def lives(plan: IncidentPlan, setting: IncidentSetting) -> Iterator[Life]:
    """The servers, one after the other: one, or two with a restart between them."""
    restart_s = setting.restart_h * HOUR_S
    yield Life(0.0, restart_s, _run(scenario_of(plan, setting.factor), setting.handler))
    if restart_s < UNTIL_S:
        run = _run(scenario_of(plan, setting.factor, restart_s), setting.handler)
        yield Life(restart_s, UNTIL_S, run)


def replay(plan: IncidentPlan, setting: IncidentSetting) -> IncidentReplay:
    """One replay: columns over time, what was freed and left, the most tasks at once.

    Parked tasks are those of the moment; tasks at work, which come and go with every pull, are
    the mean over the time from one pull to the next.
    """
    servers = list(lives(plan, setting))
    columns: dict[str, list[int]] = {role: [] for role in ROLES}
    missed_s: list[float] = []
    peak = 0
    for began_s, ended_s, run in servers:
        looks = run.samples[: int((ended_s - began_s) / STEP_S) * LOOKS_A_PULL]
        columns["parked"] += [look.parked for look in looks[::LOOKS_A_PULL]]
        for role in AT_WORK:
            columns[role] += _means([getattr(look, role) * plan.lists_per_pull for look in looks])
        peak = max(peak, *(look.tasks for look in looks))
        assert run.pulls is not None  # the scenario has a platform
        missed_s += [began_s + t_s for t_s in run.pulls.missed_s if began_s + t_s < ended_s]
    at_end = [run.at(ended_s - began_s).parked for began_s, ended_s, run in servers]
    columns["parked"] = [n * plan.lists_per_pull for n in [*columns["parked"], at_end[-1]]]
    for role in AT_WORK:
        columns[role].append(columns[role][-1])
    line = line_of(plan, setting.factor)
    return {
        "usual_s": plan.usual_s,
        "slow_s": round(line.latency_at(SLOW_H[0][0] * HOUR_S), 9),
        "freed": sum(at_end[:-1]) * plan.lists_per_pull,
        "left": at_end[-1] * plan.lists_per_pull,
        "peak": peak * plan.lists_per_pull,
        "missed": steps([bisect_right(missed_s, t_s) for t_s in TIMES_S]),
        **packed(columns),
    }


def left(plan: IncidentPlan | None = None, **knobs: Any) -> int:
    """How many tasks are left at the replay's end, with `knobs` as in `IncidentSetting`.

    ValueError or TypeError for an error in them.
    """
    return int(replay(plan or IncidentPlan(), IncidentSetting(**knobs))["left"])


def _means(counts: list[int]) -> list[int]:
    """The mean of every `LOOKS_A_PULL` counts, to the nearest whole task."""
    each = range(0, len(counts), LOOKS_A_PULL)
    return [round(sum(counts[at : at + LOOKS_A_PULL]) / LOOKS_A_PULL) for at in each]


def answer(plan: dict[str, Any], question: dict[str, Any]) -> IncidentReplay:
    """The replay at the setting `question`; ValueError or TypeError for a slip in it."""
    return replay(IncidentPlan.for_engine(plan), IncidentSetting(**question))


@functools.lru_cache(maxsize=8)
def recorded(plan: IncidentPlan) -> IncidentReplayData:
    """All that the element needs, as plain values: clock, stops, words and replays."""
    return {
        "plan": plan.engine_fields(),
        "order": list(plan.stops),
        "stops": plan.stops,
        "start": plan.start.knobs(),
        "times_h": [t_s / HOUR_S for t_s in TIMES_S],
        "begins_h": BEGINS_H,
        "slow_h": list(SLOW_H),
        "timeout_s": plan.timeout_s,
        "lists": plan.lists_per_pull,
        "threshold": plan.timeout_s / plan.usual_s,
        "memory": memory.RULE,
        "notes": notes(plan),
        "replays": [replay(plan, each) for each in plan.settings()],
    }
