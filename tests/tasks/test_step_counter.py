"""Steps are counted in their window only, by the function that was run."""

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.tasks.step_counter import StepCounter

DAY_S = 86_400


def test_a_parked_worker_takes_no_step_for_a_day():
    first, rest = StepCounter(0, 6), StepCounter(6, DAY_S)
    scenario = Scenario(plans="0.9:write", timeout_s=0.6, until_s=DAY_S, every_s=3600)
    run = simulate(scenario, "k8s-1.12", instruments=[first, rest])
    assert run.tasks_left == 200
    assert first.counts["worker"] == 400  # to its sleep, and from there to its send
    assert first.counts["serve_connection"] == 400  # to its wait, and from there to its end
    assert not rest.counts


def test_a_task_that_looks_every_hour_is_counted_every_hour(virtual):
    async def impatient() -> None:
        for _ in range(23):
            await trio.sleep(3600)

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(impatient)

    steps = StepCounter(1, DAY_S)
    virtual(main, instruments=[steps])
    assert steps.counts["impatient"] == 23


def test_the_window_has_its_beginning_and_not_its_end(virtual):
    async def main() -> None:
        await trio.sleep_until(5)
        await trio.sleep_until(9)

    for window, count in {(0, 5): 1, (5, 9): 1, (5, 10): 2, (10, 11): 0}.items():
        steps = StepCounter(*window)
        virtual(main, instruments=[steps])
        assert steps.counts["bounded"] == count  # the fixture's own function runs main's code


def test_a_window_needs_a_length():
    with pytest.raises(ValueError, match="must lie before"):
        StepCounter(5, 5)
