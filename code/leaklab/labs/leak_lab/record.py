"""What the leak lab answers: a run for any setting, and those that a static page has recorded."""

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from leaklab.labs import encoding
from leaklab.labs.lab_data import LeakAnswer, LeakLabData, Preset, RunData
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

SLOWER = 3  # the incident's line in the evenings
BURST = Scenario(rate_per_s=500, duration_s=2, timeout_s=0.6, plans="3:write")  # chosen


def runs_of(scenario: Scenario, handlers: Sequence[str]) -> list[RunData]:
    """One compact run for each handler: what every engine answers with."""
    return [encoding.compact(simulate(scenario, name)) for name in handlers]


def answer(plan: dict[str, Any], question: dict[str, Any]) -> LeakAnswer:
    """The runs at the setting `question`, one for each handler of the lab planned as `plan`."""
    lab = LabPlan.for_engine(plan)
    return {"runs": runs_of(lab.scenario(LabSetting(**question)), lab.handlers)}


@functools.lru_cache(maxsize=8)
def recorded(plan: LabPlan) -> LeakLabData:
    """All that the element needs, as plain values: stops, presets and runs."""
    first = plan.scenario(plan.start)
    return {
        "plan": plan.engine_fields(),
        "order": list(plan.stops),
        "handlers": list(plan.handlers),
        "goals": [goal.to_dict() for goal in plan.goals],
        "times": [sample.t_s for sample in simulate(first).samples],
        "stops": plan.stops,
        "start": plan.start.knobs(),
        "ask": plan.ask,
        "first": plan.first,
        "presets": _presets(plan),
        "runs": [runs_of(plan.scenario(each), plan.handlers) for each in plan.settings()],
    }


def _presets(plan: LabPlan) -> dict[str, Preset]:
    start = plan.start.knobs()
    slow_s = round(start["latency_s"] * SLOWER, 9)
    mixed = plan.scenario(replace(plan.start, latency_s=slow_s, mixed=True))
    burst = plan.fitted(BURST)
    return {
        "usual": {"title": "Usual line", "setting": start},
        "slow": {"title": "Line three times slower", "setting": {**start, "latency_s": slow_s}},
        "burst": {
            "title": "Burst",
            "says": f"{burst.rate_per_s:g} requests a second for {burst.duration_s:g} s, each of "
            f"{burst.longest_handler_s:g} s, with a timeout of {burst.timeout_s:g} s.",
            "runs": runs_of(burst, plan.handlers),
        },
        "mixed": {
            "title": "Mixed",
            "says": f"Every second request takes {start['latency_s']:g} s, the others "
            f"{slow_s:g} s, with a timeout of {start['timeout_s']:g} s.",
            "runs": runs_of(mixed, plan.handlers),
        },
    }
