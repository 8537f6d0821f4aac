"""What the limits lab answers: one run for any setting, and those that a static page has."""

import functools
from typing import Any

from leaklab.labs.encoding import packed
from leaklab.labs.limits_data import LimitsAnswer, LimitsCall, LimitsLabData
from leaklab.labs.limits_lab.calls import run_with_calls
from leaklab.labs.limits_lab.plan import (
    PULL_S,
    LimitsPlan,
    LimitsSetting,
    handler_of,
    scenario_of,
)
from leaklab.roles import ROLES
from leaklab.simulation.run import Run
from leaklab.simulation.simulate import simulate


def shown(picture: str, at: LimitsSetting) -> LimitsAnswer:
    """One run: its totals as clients see them, a column a role, the calls of its first pull."""
    scenario, handler = scenario_of(picture, at), handler_of(at)
    calls: list[LimitsCall] = []
    if picture == "work":
        run = simulate(scenario, handler)
    else:
        run, every = run_with_calls(scenario, handler)
        calls = [call for call in every if call["sent"] < PULL_S]
    columns = {role: [int(n) for n in run.column(role)] for role in ROLES}
    return {"numbers": _numbers(run, at), "calls": calls, **packed(columns)}


def _numbers(run: Run, at: LimitsSetting) -> dict[str, int]:
    seen, most = run.seen, int(max(run.column("worker")))
    return {
        "sent": run.outcomes.started,
        "answered": seen.ok_200,
        "timed_out": seen.timeouts_504,
        "refused": seen.rejected_429,
        "gave_up": seen.left,
        "most_at_work": most,
        "over_limit": max(0, most - at.slots),
        "peak": run.tasks_peak,
        "left": run.tasks_left,
    }


def answer(plan: dict[str, Any], question: dict[str, Any]) -> LimitsAnswer:
    """The run at the setting `question`; ValueError or TypeError for a slip in it."""
    lab = LimitsPlan.for_engine(plan)
    return shown(lab.of_mode.picture, lab.setting(question))


@functools.lru_cache(maxsize=16)
def recorded(plan: LimitsPlan) -> LimitsLabData:
    """All that the element needs, as plain values: the mode's picture, knobs, goals, and runs."""
    mode = plan.of_mode
    scenario = scenario_of(mode.picture, LimitsSetting())
    count = int(scenario.horizon_s / scenario.step_s + 1e-9) + 1
    return {
        "mode": plan.mode,
        "picture": mode.picture,
        "plan": plan.engine_fields(),
        "order": list(plan.knobs),
        "stops": plan.knobs,
        "start": plan.start,
        "goals": list(mode.goals),
        "every": scenario.step_s,
        "samples": count,
        "runs": [shown(mode.picture, each) for each in plan.settings()],
    }
