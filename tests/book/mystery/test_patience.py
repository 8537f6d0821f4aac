"""Limits for code that may never end: each stops what it is for, and nothing else."""

import threading

import pytest
import trio

from leaklab.book.mystery.patience import Crowded, CrowdLimit, OutOfPatience, Standstill, patience
from leaklab.tasks.clock import VirtualClock


def spin() -> None:
    while True:
        pass


def test_a_loop_without_end_is_out_of_patience():
    with pytest.raises(OutOfPatience, match=r"did not end within 0\.05 seconds"), patience(0.05):
        spin()


def test_a_loop_that_swallows_the_interrupt_gets_another():
    swallowed = []

    def swallow() -> None:
        while len(swallowed) < 2:
            try:
                spin()
            except BaseException as error:
                swallowed.append(error)

    with pytest.raises(OutOfPatience), patience(0.01):
        swallow()
    assert [type(error) for error in swallowed] == [KeyboardInterrupt] * 2


def test_what_ends_in_time_is_let_alone():
    with patience(60):
        pass


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_an_error_in_time_passes_as_it_is(error):
    with pytest.raises(error), patience(60):
        raise error


def test_on_another_thread_there_is_no_limit():
    ended = []

    def body() -> None:
        with patience(1e-9):
            ended.append(sum(range(1000)))

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    assert ended == [499500]


def test_a_guarded_nursery_refuses_for_good():
    crowd = CrowdLimit(10)
    refused = []

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            guarded = crowd.guard(nursery)
            assert guarded.cancel_scope is nursery.cancel_scope
            for _ in range(30):
                try:
                    guarded.start_soon(trio.sleep, 1)
                except Crowded as error:
                    refused.append(str(error))
        assert not nursery.child_tasks
        with pytest.raises(Crowded):
            guarded.start_soon(trio.sleep, 1)

    trio.run(main, clock=VirtualClock(), instruments=[crowd])
    assert 20 <= len(refused) < 30
    assert set(refused) == {"more than 10 tasks live at once"}


def test_a_standstill_behind_a_shield_is_ended():
    async def shielded() -> None:
        with trio.CancelScope(shield=True):
            await trio.sleep_forever()

    async def main() -> float:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(shielded)
            await trio.sleep(5)
            nursery.cancel_scope.cancel()
        return trio.current_time()

    assert trio.run(main, clock=VirtualClock(), instruments=[Standstill()]) == 5
