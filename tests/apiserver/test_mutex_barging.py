"""Go's mutex when whoever runs barges past those who wait: what one is owed, and when."""

import trio

from leaklab.apiserver.golike import Mutex


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
