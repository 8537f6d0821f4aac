"""Go's mutex: who gets it, in which order, and that one alone holds it."""

import pytest
import trio

from leaklab.apiserver.golike import Mutex


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


def test_unlocking_a_free_mutex_is_an_error():
    with pytest.raises(RuntimeError, match="unlocked mutex"):
        Mutex().unlock()
