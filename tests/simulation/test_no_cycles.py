"""A request leaves no cycles behind: while a run lasts, the garbage collector is far off."""

import dataclasses
import gc

import pytest

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers import NAMES

PLAIN = Scenario(rate_per_s=20, duration_s=1)
SCENARIOS = {
    "late": PLAIN,
    "cut off": dataclasses.replace(PLAIN, plans="0.1:write,0.9:return"),
    "gone": dataclasses.replace(PLAIN, client_hangup_s=0.3),
    "a late panic": dataclasses.replace(PLAIN, plans="0.9:panic"),
}


def found_by_the_collector(scenario: Scenario, name: str) -> int:
    """How many objects of a run the garbage collector has to find."""
    simulate(scenario, name, sample_times_s=[])  # fills caches
    gc.disable()
    gc.freeze()  # what was there before is not looked at: that takes a fifth of a second each time
    try:
        simulate(scenario, name, sample_times_s=[])
        return gc.collect()
    finally:
        gc.unfreeze()
        gc.enable()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "k8s-1.11"])
@pytest.mark.parametrize("kind", SCENARIOS)
def test_three_times_the_requests_leave_as_little(kind: str, name: str):
    few = SCENARIOS[kind]
    many = dataclasses.replace(few, duration_s=3, until_s=few.horizon_s + 2)
    more = found_by_the_collector(many, name) - found_by_the_collector(few, name)
    assert more < 40  # requests more: less than an object for each
