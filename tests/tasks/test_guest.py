"""A trio program runs a stretch at a time, beside others, on a thread that is not its own."""

import gc
import sys

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.tasks.clock import SteppedClock, sleep_until
from leaklab.tasks.guest import GuestRun


async def ticker(times: list[float], count: int = 10) -> None:
    for second in range(count):
        await sleep_until(second)
        times.append(trio.current_time())


def test_it_goes_as_far_as_it_is_asked_to():
    times: list[float] = []
    run = GuestRun(ticker, times, clock=SteppedClock())
    assert times == []
    assert run.advance(2.5)
    assert times == [0, 1, 2]
    assert run.advance(2.9)
    assert times == [0, 1, 2]
    run.advance(100)
    assert times == list(range(10))
    assert run.ended


def test_two_guests_and_a_run_of_the_host_share_a_thread():
    first: list[float] = []
    second: list[float] = []
    runs = [GuestRun(ticker, times, clock=SteppedClock()) for times in (first, second)]
    runs[0].advance(3)
    alone = simulate(Scenario(duration_s=1), "k8s-1.17")
    runs[1].advance(1)
    assert simulate(Scenario(duration_s=1), "k8s-1.17") == alone
    assert (first, second) == ([0, 1, 2, 3], [0, 1])
    assert not trio.lowlevel.in_trio_run()
    for run in runs:
        run.close()
    assert sys.get_asyncgen_hooks() == (None, None)


@pytest.mark.slow
def test_closing_cancels_every_task_and_runs_what_cleans_up():
    ends: list[str] = []

    async def child(name: str) -> None:
        try:
            await trio.sleep_forever()
        finally:
            ends.append(name)

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            for name in "abc":
                nursery.start_soon(child, name)

    run = GuestRun(main, clock=SteppedClock())
    run.advance(1)
    assert ends == []
    run.close()
    run.close()
    assert sorted(ends) == list("abc")
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, trio.lowlevel.Task)]


def test_what_the_program_raises_comes_out():
    async def main() -> None:
        await trio.sleep(1)
        raise KeyError("lost")

    run = GuestRun(main, clock=SteppedClock())
    assert run.advance(0.5)
    for _ in range(2):
        with pytest.raises(KeyError, match="lost"):
            run.advance(2)
    run.close()


def test_the_host_can_wake_a_task_between_two_stretches():
    times: list[float] = []
    event = trio.Event()

    async def main() -> None:
        await event.wait()
        times.append(trio.current_time())

    run = GuestRun(main, clock=SteppedClock())
    run.advance(3)
    run.call(event.set)
    run.advance(4)
    assert run.ended
    assert times == [3]  # woken when the clock had come that far


def test_a_budget_stops_a_program_that_never_rests():
    async def main() -> None:
        while True:
            await trio.lowlevel.checkpoint()

    run = GuestRun(main, clock=SteppedClock())
    assert run.advance(1, budget_s=0.01) is False
    run.close()
    assert run.ended
