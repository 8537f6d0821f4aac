"""Chapter 5. How many objects parked tasks make the garbage collector look at, and keep."""

import gc

from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate
from leaklab.tasks.checks import check_count

MAX_PARKED = 20_000


def objects_held(parked: int) -> int:
    """Objects that a full collection must look at for `parked` tasks of 1.12, and cannot free.

    So many late requests are compared with as many in time, after a full collection each. The
    number for one task differs from Python to Python; that it grows in proportion does not.
    ValueError outside of 1 to 20,000.
    """
    check_count("parked", parked, "tasks", 1, MAX_PARKED)
    return _tracked(parked, "0.9:write") - _tracked(parked, "0.1:write")


def _tracked(requests: int, plan: str) -> int:
    """How many objects the collector follows once everything that can end has ended."""
    found: list[int] = []

    def look() -> None:
        gc.collect()
        found.append(len(gc.get_objects()))

    scenario = Scenario(
        rate_per_s=1000,
        duration_s=requests / 1000,
        timeout_s=0.6,
        plans=plan,
        until_s=30,
        every_s=10,
    )
    simulate(scenario, "k8s-1.12", probe=(29, look))
    return found[0]
