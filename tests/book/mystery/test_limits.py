"""Limits for code that may never end: each stops what it is for, and nothing else."""

import pytest
import trio

from leaklab.book.mystery.limits import DeadlockBreaker, TaskLimit, TooManyTasks
from leaklab.tasks.clock import VirtualClock


def test_a_guarded_nursery_refuses_for_good():
    limit = TaskLimit(10)
    refused = []

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            guarded = limit.guard(nursery)
            assert guarded.cancel_scope is nursery.cancel_scope
            for _ in range(30):
                try:
                    guarded.start_soon(trio.sleep, 1)
                except TooManyTasks as error:
                    refused.append(str(error))
        assert not nursery.child_tasks
        with pytest.raises(TooManyTasks):
            guarded.start_soon(trio.sleep, 1)

    trio.run(main, clock=VirtualClock(), instruments=[limit])
    assert 20 <= len(refused) < 30
    assert set(refused) == {"more than 10 tasks live at once"}


def test_waiting_for_ever_behind_a_shield_is_ended():
    async def shielded() -> None:
        with trio.CancelScope(shield=True):
            await trio.sleep_forever()

    async def main() -> float:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(shielded)
            await trio.sleep(5)
            nursery.cancel_scope.cancel()
        return trio.current_time()

    assert trio.run(main, clock=VirtualClock(), instruments=[DeadlockBreaker()]) == 5
