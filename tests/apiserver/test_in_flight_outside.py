"""A limit put around any handler: it counts answers, not workers."""

import pytest

from leaklab import Scenario, simulate
from leaklab.apiserver import handlers
from leaklab.apiserver.in_flight_outside import with_limit_outside

LATE = Scenario(rate_per_s=100, duration_s=4, timeout_s=0.605, plans="0.9:write")


@pytest.mark.parametrize("slots", [1, 7, 20])
@pytest.mark.parametrize("name", ["k8s-1.12", "k8s-1.17"])
def test_no_more_than_its_slots_wait_for_an_answer(name, slots):
    run = simulate(LATE, with_limit_outside(handlers.find(name), slots))
    assert max(sample.serving for sample in run.samples) == slots
    assert max(sample.worker for sample in run.samples) == 2 * slots  # those of the round before
    assert run.outcomes.rejected_429 + run.outcomes.timeouts_504 == 400
    assert run.tasks_left == (run.outcomes.timeouts_504 if name == "k8s-1.12" else 0)


def test_a_limit_that_is_not_reached_changes_nothing():
    plain = simulate(LATE, "k8s-1.17")
    limited = simulate(LATE, with_limit_outside(handlers.find("k8s-1.17"), 100))
    assert (limited.samples, limited.outcomes) == (plain.samples, plain.outcomes)
