"""Virtual time jumps, and goes no further than it may."""

import gc
import itertools
import math
import time
from collections.abc import Callable
from typing import Any

import pytest
import trio

from leaklab.tasks.clock import (
    SteppedClock,
    VirtualClock,
    call_at_each,
    rare_gc,
    sleep_until,
    sleeper,
)


@pytest.mark.timing
def test_a_week_passes_at_once(virtual):
    async def main() -> float:
        await trio.sleep(7 * 24 * 3600)
        return trio.current_time()

    began = time.process_time()
    assert virtual(main) == 7 * 24 * 3600
    assert time.process_time() - began < 5


def test_time_begins_at_zero_and_stands_still_while_anybody_works(virtual):
    async def main() -> list[float]:
        times = []
        for _ in range(100):
            times.append(trio.current_time())
            await trio.lowlevel.checkpoint()
        return times

    assert virtual(main) == [0.0] * 100


def test_events_come_in_the_order_of_their_times(virtual):
    woken: list[tuple[float, str]] = []

    async def note(at_s: float, how) -> None:
        await how(at_s)
        woken.append((trio.current_time(), how.__module__.partition(".")[0]))

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            for at_s, how in [
                (3, sleep_until),
                (1, trio.sleep_until),
                (2, sleep_until),
                (4, trio.sleep_until),
            ]:
                nursery.start_soon(note, at_s, how)

    virtual(main)
    assert woken == [(1, "trio"), (2, "leaklab"), (3, "leaklab"), (4, "trio")]


def test_every_jump_is_announced_when_all_have_settled():
    jumps: list[tuple[float, float]] = []
    clock = VirtualClock(lambda now_s, next_s: jumps.append((now_s, next_s)))

    async def main() -> None:
        await sleep_until(2)
        await trio.lowlevel.checkpoint()  # the same instant: no jump
        await trio.sleep(1.5)

    trio.run(main, clock=clock)
    assert jumps == [(0, 2), (2, 3.5)]


def test_sleeping_into_the_past_only_yields(virtual):
    async def main() -> float:
        await sleep_until(5)
        await sleep_until(1)
        await sleep_until(-math.inf)
        return trio.current_time()

    assert virtual(main) == 5


def test_a_cancelled_sleeper_is_not_woken_and_time_does_not_stop_for_it():
    jumps: list[tuple[float, float]] = []
    woken: list[str] = []

    async def sleeper() -> None:
        await sleep_until(2)
        woken.append("sleeper")

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(sleeper)
            await sleep_until(1)
            nursery.cancel_scope.cancel()
        await sleep_until(3)  # past 2, when the cancelled one would have woken

    trio.run(main, clock=VirtualClock(lambda now_s, next_s: jumps.append((now_s, next_s))))
    assert woken == []
    assert jumps == [(0, 1), (1, 3)]


def test_a_sleeper_with_a_timeout(virtual):
    async def main() -> tuple[bool, float]:
        with trio.move_on_after(1) as scope:
            await sleep_until(10)
        return scope.cancelled_caught, trio.current_time()

    assert virtual(main) == (True, 1)


def test_a_sleeper_whose_time_and_timeout_coincide_has_slept(virtual):
    async def main() -> bool:
        with trio.move_on_at(1) as scope:
            await sleep_until(1)
        return scope.cancelled_caught

    assert virtual(main) is False


@pytest.mark.parametrize("sleep", [sleep_until, lambda wake_s: sleeper()(wake_s)])
def test_sleep_until_works_under_any_clock(sleep):
    async def main() -> float:
        await sleep(trio.current_time() + 30)
        return trio.current_time()

    assert trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0)) == 30


@pytest.fixture(params=["virtual", "MockClock"])
def under(request: pytest.FixtureRequest, virtual: Callable[..., Any]) -> Callable[..., Any]:
    """Run an async function under the virtual clock, and under trio's own."""
    if request.param == "virtual":
        return virtual
    return lambda body: trio.run(body, clock=trio.testing.MockClock(autojump_threshold=0))


def test_calls_come_on_time_and_the_last_of_them_is_awaited(under):
    calls: list[tuple[float, float]] = []

    async def main() -> float:
        await sleep_until(2)
        await call_at_each([1, 2, 5, 5, 9], lambda t_s: calls.append((t_s, trio.current_time())))
        return trio.current_time()

    assert under(main) == 9
    assert calls == [(1, 2), (2, 2), (5, 5), (5, 5), (9, 9)]  # what is due already: at once


def test_what_a_call_starts_runs_at_that_instant(under):
    began: list[float] = []

    async def main() -> None:
        async def note() -> None:
            began.append(trio.current_time())

        async with trio.open_nursery() as nursery:
            await call_at_each([0, 1, 2.5], lambda _: nursery.start_soon(note))

    under(main)
    assert began == [0, 1, 2.5]


@pytest.mark.parametrize("at_s", [0, 1, 2])
def test_what_a_call_raises_reaches_who_awaits_and_ends_the_calls(under, at_s: float):
    calls: list[float] = []

    def fail(t_s: float) -> None:
        calls.append(t_s)
        if t_s == at_s:
            raise LookupError(t_s)

    async def main() -> float:
        with pytest.raises(LookupError):
            await call_at_each([0, 1, 2, 3], fail)
        await sleep_until(10)
        return trio.current_time()

    assert under(main) == 10
    assert calls == [t_s for t_s in (0, 1, 2) if t_s <= at_s]


def test_calls_end_with_the_scope_they_are_awaited_in(under):
    calls: list[float] = []

    async def main() -> tuple[bool, float]:
        with trio.move_on_at(2.5) as scope:
            await call_at_each(itertools.count(), calls.append)
        await sleep_until(10)
        return scope.cancelled_caught, trio.current_time()

    assert under(main) == (True, 10)
    assert calls == [0, 1, 2]


@pytest.mark.parametrize("at_s", [0, 1, 2, 3])
@pytest.mark.parametrize("raises", [False, True])
def test_a_call_may_end_the_calls_by_cancelling_their_scope(under, at_s: int, raises: bool):
    calls: list[float] = []

    async def main() -> bool:
        def stop(t_s: float) -> None:
            calls.append(t_s)
            if t_s == at_s:
                scope.cancel()
                if raises:
                    raise LookupError(t_s)

        with trio.CancelScope() as scope:
            try:
                await call_at_each(range(5), stop)
            except LookupError:
                await trio.lowlevel.checkpoint()
        await sleep_until(10)
        return scope.cancelled_caught

    assert under(main) is True
    assert calls == [*range(at_s + 1)]


def test_no_times_are_no_calls(under):
    async def main() -> float:
        await call_at_each([], pytest.fail)
        return trio.current_time()

    assert under(main) == 0


def test_a_stepped_clock_calls_no_further_than_its_limit():
    calls: list[float] = []
    clock = SteppedClock()
    clock.limit_s = 3.5
    stopped = False

    class Stop(trio.abc.Instrument):
        def before_io_wait(self, timeout: float) -> None:
            nonlocal stopped
            if clock.idle and not stopped:
                stopped = True
                scope.cancel()

    scope = trio.CancelScope()

    async def main() -> None:
        with scope:
            await call_at_each(itertools.count(), calls.append)

    trio.run(main, clock=clock, instruments=[Stop()])
    assert calls == [0, 1, 2, 3]
    assert clock.current_time() == 3.5


def test_the_clock_has_nothing_to_jump_to():
    clock = VirtualClock()
    assert clock.deadline_to_sleep_time(math.inf) == math.inf
    assert clock.current_time() == 0


def test_the_collector_runs_rarely_and_gets_its_thresholds_back():
    before = gc.get_threshold()
    with rare_gc():
        assert gc.isenabled()  # far off, not off
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before
    with pytest.raises(KeyError), rare_gc():
        raise KeyError
    assert gc.get_threshold() == before


def test_blocks_of_rare_gc_may_overlap_and_the_last_to_end_sets_it_back():
    before = gc.get_threshold()
    first, second = rare_gc(), rare_gc()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() > before
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_a_stepped_clock_stands_idle_before_its_limit():
    clock = SteppedClock()
    assert (clock.deadline_to_sleep_time(5), clock.idle, clock.now_s) == (0, True, 0)
    clock.limit_s = 5
    assert (clock.deadline_to_sleep_time(5), clock.idle, clock.now_s) == (0, False, 5)
    assert (clock.deadline_to_sleep_time(math.inf), clock.idle, clock.now_s) == (0, True, 5)
