"""Chapter 10. A canary: one server of the new version under steady late traffic, profiled twice."""

from leaklab.book.mystery.symptoms import narrow
from leaklab.simulation.profile_at import profile_at
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.profile.diff import Change, difference, difference_text

FROM_S, TO_S = 2.0, 5.0  # both after the steady state has begun, both before traffic ends


def late_traffic() -> Scenario:
    """Six seconds of requests that all take 0.9 s, with a timeout of 0.6 s: chosen."""
    return Scenario(rate_per_s=50, duration_s=6, timeout_s=0.6, plans="0.9:write")


def growth(handler: str, *, from_s: float = FROM_S, to_s: float = TO_S) -> list[Change]:
    """What changed in the canary from second 2 to second 5. ValueError for an unknown handler."""
    scenario = late_traffic()
    before, after = (profile_at(scenario, handler, t_s) for t_s in (from_s, to_s))
    return difference(before, after)


def growth_text(handler: str) -> str:
    """The same as text, without addresses. ValueError for an unknown handler."""
    return narrow(difference_text(growth(handler)))
