"""A request leaves no cycles behind: while a run lasts, the garbage collector is far off."""

import dataclasses
import gc

import pytest

from leaklab import Scenario, simulate
from leaklab.apiserver.handlers import NAMES

PLAIN = Scenario(rate_per_s=100)  # 400 requests
SCENARIOS = {
    "late": PLAIN,
    "cut off": dataclasses.replace(PLAIN, plans="0.1:write,0.9:return"),
    "gone": dataclasses.replace(PLAIN, client_hangup_s=0.3),
    "a late panic": dataclasses.replace(PLAIN, plans="0.9:panic"),
}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "k8s-1.11"])
@pytest.mark.parametrize("kind", SCENARIOS)
def test_a_run_leaves_no_cycle_for_each_request(kind: str, name: str):
    simulate(SCENARIOS[kind], name)  # fills caches
    gc.collect()
    gc.disable()
    try:
        simulate(SCENARIOS[kind], name)
        assert gc.collect() < 1_500  # of the run itself: its samples, its nursery
    finally:
        gc.enable()
