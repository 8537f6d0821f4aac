"""The floor: the least that trio itself must do for traffic that leaves one task a request."""

import trio

from benchmarks.counts import Counts
from leaklab.clock import VirtualClock, sleep_until
from leaklab.scenario import Scenario
from leaklab.traffic import arrival_times


async def _park() -> None:
    await trio.lowlevel.wait_task_rescheduled(lambda _: trio.lowlevel.Abort.SUCCEEDED)


async def _main(scenario: Scenario) -> Counts:
    async with trio.open_nursery() as nursery:

        async def serve() -> None:
            nursery.start_soon(_park)

        for t_s in arrival_times(scenario):
            if t_s > trio.current_time():
                await sleep_until(t_s)
            nursery.start_soon(serve)
        await sleep_until(scenario.horizon_s)
        left = len(nursery.child_tasks)
        nursery.cancel_scope.cancel()
    return Counts(scenario.constant_arrivals, 0, 0, left)


def run(scenario: Scenario) -> Counts:
    """Two bare tasks for each arrival; one ends at once, one parks and is cancelled at the end.

    No timeout, no channel, no handler, no count but the last.
    """
    return trio.run(_main, scenario, clock=VirtualClock())
