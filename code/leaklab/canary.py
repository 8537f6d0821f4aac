"""A canary: one server of the new version under steady late traffic, profiled twice."""

from leaklab import profile
from leaklab.profile_diff import Change, difference
from leaklab.scenario import Scenario
from leaklab.simulate import simulate

FROM_S, TO_S = 2.0, 5.0  # both after the steady state has begun, both before traffic ends


def late_traffic() -> Scenario:
    """Six seconds of requests that all take 0.9 s, with a timeout of 0.6 s: chosen."""
    return Scenario(rate_per_s=50, duration_s=6, timeout_s=0.6, plans="0.9:write")


def stacks_at(handler: str, t_s: float, scenario: Scenario) -> list[profile.TaskStack]:
    """The stacks of all tasks of a run at `t_s` seconds, the run's own left out."""
    taken: list[profile.TaskStack] = []
    simulate(scenario, handler, probe=(t_s, lambda: taken.extend(profile.collect())))
    own = ("leaklab.simulate.", "leaklab.traffic.")
    return [stack for stack in taken if not stack.frames[-1].function.startswith(own)]


def growth(handler: str, *, from_s: float = FROM_S, to_s: float = TO_S) -> list[Change]:
    """What changed in the canary from second 2 to second 5. ValueError for an unknown handler."""
    scenario = late_traffic()
    before, after = (stacks_at(handler, t_s, scenario) for t_s in (from_s, to_s))
    return difference(before, after)
