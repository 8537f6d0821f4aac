"""Virtual time jumps, and goes no further than it may."""

import gc
import math
import time

import pytest
import trio

from leaklab.tasks.clock import SteppedClock, VirtualClock, rare_gc, sleep_until


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


def test_sleep_until_works_under_any_clock():
    async def main() -> float:
        await sleep_until(trio.current_time() + 30)
        return trio.current_time()

    assert trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0)) == 30


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
