"""What trio itself asks for such traffic: the floor under any simulation that runs on it."""

import trio

from benchmarks.counts import Counts
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import WORK_S
from leaklab.simulation.traffic import arrival_times, plan_chooser
from leaklab.tasks.clock import VirtualClock, sleep_until
from leaklab.tasks.trio_internals import SeededTies


async def _park() -> None:
    await trio.lowlevel.wait_task_rescheduled(lambda _: trio.lowlevel.Abort.SUCCEEDED)


def run(scenario: Scenario) -> Counts:
    """Two bare tasks for each arrival; one ends at once, one parks and is cancelled at the end.

    No timeout, no channel, no handler, no count but the last.
    """
    with SeededTies(scenario.seed):
        return trio.run(_spawn_and_park, scenario, clock=VirtualClock())


async def _spawn_and_park(scenario: Scenario) -> Counts:
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


def run_skeleton(scenario: Scenario) -> Counts:
    """1.12's channel, timeout, sleep and send, in bare tasks: no filter, no writer, no census.

    Its work ends at the same times as the simulation's, `WORK_S` after a plan's: on the even
    millisecond it would share turns of the run loop with arrivals and timeouts, and seem cheaper.
    Its arrivals come from a task that sleeps until each, as a trio program's do; the simulation's
    come from its clock, which costs a turn of the run loop less.
    """
    with SeededTies(scenario.seed):
        return trio.run(_race_and_leak, scenario, clock=VirtualClock())


async def _race_and_leak(scenario: Scenario) -> Counts:
    choose = plan_chooser(scenario)
    started = ok_200 = timeouts_504 = 0
    async with trio.open_nursery() as nursery:

        async def serve(latency_s: float) -> None:
            nonlocal started, ok_200, timeouts_504
            started += 1
            send_outcome, outcome = trio.open_memory_channel[None](0)

            async def worker() -> None:
                await sleep_until(trio.current_time() + WORK_S + latency_s)
                await send_outcome.send(None)

            nursery.start_soon(worker)
            with trio.move_on_after(scenario.timeout_s):
                await outcome.receive()
                ok_200 += 1
                return
            timeouts_504 += 1

        for index, t_s in enumerate(arrival_times(scenario)):
            if t_s > trio.current_time():
                await sleep_until(t_s)
            (step,) = choose(index, t_s)
            nursery.start_soon(serve, step.at_s)
        await sleep_until(scenario.horizon_s)
        left = len(nursery.child_tasks)
        nursery.cancel_scope.cancel()
    return Counts(started, ok_200, timeouts_504, left)
