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
        "presets": _presets(plan),
        "runs": [runs_of(plan.scenario(each), plan.handlers) for each in plan.settings()],
    }


def _presets(plan: LabPlan) -> dict[str, Preset]:
    start = plan.start.knobs()
    third_s = round(start["latency_s"] / 3, 9)
    mixed = plan.scenario(replace(plan.start, mixed=True))
    burst = plan.fitted(BURST)
    return {
        "usual": {"title": "Usual line", "setting": {**start, "latency_s": third_s}},
        "slow": {"title": "Line three times slower", "setting": start},
        "burst": {
            "title": "Burst",
            "says": f"{burst.rate_per_s:g} requests a second for {burst.duration_s:g} s, each of "
            f"{burst.longest_handler_s:g} s, with a timeout of {burst.timeout_s:g} s.",
            "runs": runs_of(burst, plan.handlers),
        },
        "mixed": {
            "title": "Mixed",
            "says": f"Every second request takes {third_s:g} s, the others "
            f"{start['latency_s']:g} s, with a timeout of {start['timeout_s']:g} s.",
            "runs": runs_of(mixed, plan.handlers),
        },
    }
