"""HandleError: reports pass a gap apart; callers queue up to 1.28, and wait apart later."""

import pytest
import trio

from leaklab.apiserver.handle_error import HandleError


def passed_s(
    virtual, callers: int, gap_s: float, *, queues: bool, every_s: float = 0
) -> list[float]:
    """How long each of the callers was held, in s, sorted; one calls every `every_s`."""
    held: list[float] = []

    async def main() -> None:
        handle_error = HandleError(gap_s, queues=queues)

        async def call(index: int) -> None:
            await trio.sleep(index * every_s)
            begun_s = trio.current_time()
            await handle_error
            held.append(trio.current_time() - begun_s)

        async with trio.open_nursery() as nursery:
            for index in range(callers):
                nursery.start_soon(call, index)

    virtual(main)
    return sorted(held)


def test_a_thousand_callers_queue_evenly(virtual):
    held = passed_s(virtual, 1000, 0.001, queues=True)
    assert held == pytest.approx([index / 1000 for index in range(1000)])


def test_a_thousand_callers_apart_wait_for_one_gap_at_most(virtual):
    held = passed_s(virtual, 1000, 0.001, queues=False)
    assert held[0] == 0
    assert held[1:] == pytest.approx([0.001] * 999)


@pytest.mark.parametrize("queues", [True, False])
def test_callers_that_come_slowly_wait_for_nobody(virtual, queues):
    assert passed_s(virtual, 20, 0.001, queues=queues, every_s=0.0011) == [0] * 20


def test_apart_a_wait_does_not_put_off_the_next_caller(virtual):
    held = passed_s(virtual, 3, 0.001, queues=False, every_s=0.0008)  # the second waits to 1 ms
    assert held == pytest.approx([0, 0.0002, 0.0002])


@pytest.mark.parametrize("queues", [True, False])
def test_without_a_gap_nobody_waits(virtual, queues):
    assert passed_s(virtual, 1000, 0, queues=queues) == [0] * 1000
