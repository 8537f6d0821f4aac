"""Go's panics, mutex, context and durations, as far as the ports need them."""

import re

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st

from leaklab.golike import (
    MAX_STACK_BYTES,
    Context,
    ErrAbortHandler,
    ErrHandlerTimeout,
    HandlerTimeoutError,
    Mutex,
    Panic,
    duration_text,
    recovered,
)


# The right-hand sides were printed by Go 1.19's time.Duration, rounded to its nanoseconds.
@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (1e-10, "0s"),
        (1e-9, "1ns"),
        (1e-6, "1µs"),
        (0.005, "5ms"),
        (0.1 + 0.2, "300ms"),
        (0.6, "600ms"),
        (1, "1s"),
        (1.0000000001, "1s"),
        (1.5, "1.5s"),
        (2.3, "2.3s"),
        (60, "1m0s"),
        (60.5, "1m0.5s"),
        (3600, "1h0m0s"),
        (3661.25, "1h1m1.25s"),
        (86_400, "24h0m0s"),
        (604_800, "168h0m0s"),
        (100_000.123456789, "27h46m40.123456789s"),
        (0.000123456789, "123.457µs"),
        (0.9999999999, "1s"),
        (59.9999999999, "1m0s"),
        (3599.9999999999, "1h0m0s"),
    ],
)
def test_durations_print_as_in_go(seconds: float, text: str):
    assert duration_text(seconds) == text


PER_UNIT_NS = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "µs": 10**3, "ns": 1}


@given(st.integers(0, 604_800 * 10**9))
def test_no_nanosecond_of_a_duration_is_lost(ns: int):
    parts = re.findall(r"([\d.]+)(h|ms|m|µs|ns|s)", duration_text(ns / 1e9))
    read_back = sum(float(number) * PER_UNIT_NS[unit] for number, unit in parts)
    assert read_back == pytest.approx(ns, rel=1e-11, abs=0.1)


def test_a_recovered_panic_is_its_value_and_its_stack():
    def inner() -> None:
        raise KeyError("no such pod")

    try:
        inner()
    except KeyError as error:
        panic = recovered(error)
    value, first, place, *_ = str(panic).splitlines()
    assert value == "KeyError: 'no such pod'"
    assert first.endswith("inner(...)")
    assert re.fullmatch(r"\ttest_golike\.py:\d+", place)
    assert type(panic) is Panic


def test_a_recovered_stack_fits_into_upstreams_buffer():
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        raise Panic("too deep")

    try:
        deep(900)
    except Panic as error:
        panic = recovered(error)
    value, _, stack = str(panic).partition("\n")
    assert value == "too deep"
    assert len(stack) == MAX_STACK_BYTES == 65_536


def test_an_abort_is_a_panic_and_a_late_write_is_a_value():
    assert issubclass(ErrAbortHandler, Panic)
    assert isinstance(ErrHandlerTimeout, HandlerTimeoutError)
    assert not isinstance(ErrHandlerTimeout, Panic)  # it is returned, never raised


def test_a_free_mutex_is_taken_without_yielding(virtual):
    steps: list[str] = []

    async def other() -> None:
        steps.append("other")

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(other)
            mutex = Mutex()
            for _ in range(10):
                await mutex.lock()
                mutex.unlock()
            steps.append("main")

    virtual(main)
    assert steps == ["main", "other"]


def test_a_mutex_serves_in_the_order_of_arrival(virtual):
    served: list[tuple[int, float]] = []

    async def customer(number: int, mutex: Mutex) -> None:
        await trio.sleep(number)
        await mutex.lock()
        served.append((number, trio.current_time()))
        await trio.sleep(10)
        mutex.unlock()

    async def main() -> None:
        mutex = Mutex()
        async with trio.open_nursery() as nursery:
            for number in (3, 1, 0, 2):
                nursery.start_soon(customer, number, mutex)
        await mutex.lock()  # free again

    virtual(main)
    assert served == [(0, 0), (1, 10), (2, 20), (3, 30)]


def test_whoever_runs_may_take_a_mutex_again_before_the_one_who_waits(virtual):
    # As Go's does. One who has lost like this after more than 1 ms is owed it the next time.
    taken: list[tuple[str, float]] = []

    async def waiter(mutex: Mutex) -> None:
        await trio.sleep(1)
        await mutex.lock()
        taken.append(("waiter", trio.current_time()))
        await trio.sleep(1)
        mutex.unlock()

    async def main() -> None:
        mutex = Mutex()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiter, mutex)
            for hold_s in (2, 1, 5):
                await mutex.lock()
                taken.append(("runner", trio.current_time()))
                await trio.sleep(hold_s)
                mutex.unlock()

    virtual(main)
    assert taken == [("runner", 0), ("runner", 2), ("waiter", 3), ("runner", 4)]


def test_one_who_has_waited_less_than_a_millisecond_is_owed_nothing(virtual):
    taken: list[str] = []

    async def waiter(mutex: Mutex) -> None:
        await mutex.lock()
        taken.append("waiter")
        mutex.unlock()

    async def main() -> None:
        mutex = Mutex()
        await mutex.lock()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiter, mutex)
            for _ in range(3):
                await trio.sleep(0.0003)
                mutex.unlock()
                await mutex.lock()
                taken.append("runner")
            await trio.sleep(0.0003)
            mutex.unlock()

    virtual(main)
    assert taken == ["runner"] * 3 + ["waiter"]


def test_one_who_is_barged_past_keeps_the_first_place_in_the_queue(virtual):
    # Printed by Go 1.19 for the same steps, each time: A B.
    served: list[str] = []

    async def customer(name: str, mutex: Mutex) -> None:
        await mutex.lock()
        served.append(name)
        mutex.unlock()

    async def main() -> None:
        mutex = Mutex()
        await mutex.lock()
        async with trio.open_nursery() as nursery:
            for name in "AB":
                nursery.start_soon(customer, name, mutex)
                await trio.sleep(0.005)
            mutex.unlock()
            await mutex.lock()  # past A, which is woken in vain
            await trio.sleep(0.02)
            mutex.unlock()

    virtual(main)
    assert served == ["A", "B"]


def test_what_one_is_owed_nobody_inherits(virtual):
    taken: list[str] = []

    async def second(mutex: Mutex) -> None:
        await mutex.lock()
        taken.append("second")

    async def main() -> None:
        mutex = Mutex()
        await mutex.lock()
        async with trio.open_nursery() as nursery:
            with trio.move_on_after(3):  # the first waits from 0 s, loses at 1 s, leaves at 3 s
                nursery.start_soon(barge, mutex, 1)
                await mutex.lock()
            mutex.unlock()
            await mutex.lock()
            nursery.start_soon(second, mutex)
            await barge(mutex, 1)
            mutex.unlock()

    async def barge(mutex: Mutex, after_s: float) -> None:
        await trio.sleep(after_s)
        mutex.unlock()
        await mutex.lock()
        taken.append("runner")

    virtual(main)
    assert taken == ["runner", "runner", "second"]


def test_a_mutex_forgets_who_was_cancelled_in_the_queue(virtual):
    async def main() -> float:
        mutex = Mutex()
        await mutex.lock()
        with trio.move_on_after(1):
            await mutex.lock()
        mutex.unlock()
        await mutex.lock()  # would hang if the cancelled one had got it
        return trio.current_time()

    assert virtual(main) == 1


def test_a_context_wakes_whoever_waits_and_whoever_comes_later(virtual):
    woken: list[tuple[str, float]] = []

    async def listen(name: str, after_s: float, context: Context) -> None:
        await trio.sleep(after_s)
        await context.done()
        woken.append((name, trio.current_time()))

    async def main() -> bool:
        context = Context()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(listen, "early", 0, context)
            nursery.start_soon(listen, "late", 9, context)
            await trio.sleep(5)
            before = context.cancelled
            context.cancel()
            context.cancel()  # the second time changes nothing
        return before is False and context.cancelled

    assert virtual(main) is True
    assert woken == [("early", 5), ("late", 9)]


def test_a_context_that_was_cancelled_before_anybody_listened(virtual):
    async def main() -> float:
        context = Context()
        context.cancel()
        await context.done()
        return trio.current_time()

    assert virtual(main) == 0


def test_two_who_starve_never_hold_the_mutex_at_once(virtual):
    """One hand-over is for one task, however many wait and however the runner barges."""

    async def main() -> int:
        mutex, holders, worst = Mutex(), 0, 0

        async def hold():
            nonlocal holders, worst
            await mutex.lock()
            holders += 1
            worst = max(worst, holders)
            await trio.sleep(1)
            holders -= 1
            mutex.unlock()

        await mutex.lock()
        async with trio.open_nursery() as nursery:
            for _ in range(3):
                nursery.start_soon(hold)
            await trio.sleep(1)
            for _ in range(2):
                mutex.unlock()
                await mutex.lock()
            await trio.sleep(1)
            mutex.unlock()
        return worst

    assert virtual(main) == 1


def test_unlocking_a_free_mutex_is_an_error():
    with pytest.raises(RuntimeError, match="unlocked mutex"):
        Mutex().unlock()
