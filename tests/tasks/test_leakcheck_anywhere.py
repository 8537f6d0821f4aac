"""The leak assertion on asyncio, and on anyio over either; and what could silence it."""

import asyncio
import contextlib
import re
import time
from typing import Any

import pytest
import trio

from leaklab.tasks.leakcheck import no_tasks_left
from tests.tasks.profile.test_asyncio_states import LOOPS, run

kept: set[Any] = set()  # or the garbage collector would end the leak


async def forgotten(queue: "asyncio.Queue[str]") -> None:
    await queue.put("nobody gets this")


def leak(times: int = 1) -> None:
    queue: asyncio.Queue[str] = asyncio.Queue(1)
    queue.put_nowait("full")
    for _ in range(times):
        kept.add(asyncio.create_task(forgotten(queue)))


@pytest.fixture(autouse=True)
def nothing_kept() -> Any:
    yield
    kept.clear()


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
def test_asyncios_tasks_left_are_told_by_the_users_line(new_loop):
    async def main() -> None:
        async with no_tasks_left(grace_s=0.02):
            leak(3)

    with pytest.raises(AssertionError) as told:
        run(new_loop, main())
    head, line, *_ = str(told.value).splitlines()
    assert head == "3 tasks are left after 0.02 s of grace:"
    assert re.fullmatch(
        r"  3 in Queue\.put: forgotten, tests/tasks/test_leakcheck_anywhere\.py:\d+ "
        r"\(in Queue\.put, asyncio/queues\.py:\d+\)",
        line,
    )
    assert "goroutine profile: total 3" in str(told.value)


def test_asyncios_tasks_about_to_end_get_their_turn_and_the_grace():
    async def main() -> float:
        async with no_tasks_left(grace_s=0):
            for _ in range(3):
                kept.add(asyncio.create_task(asyncio.sleep(0)))
        begun_s = time.monotonic()
        async with no_tasks_left(grace_s=30):
            kept.add(asyncio.create_task(asyncio.sleep(0.05)))
        return time.monotonic() - begun_s

    assert 0.04 < asyncio.run(main()) < 5


def test_what_was_there_before_and_what_is_known_do_not_count():
    async def main() -> None:
        leak()
        await asyncio.sleep(0)
        async with no_tasks_left(grace_s=0.01):
            pass
        async with no_tasks_left(grace_s=0.01, ignore=[f"{__name__}.forgotten"]):
            leak()
        async with no_tasks_left(grace_s=0.01, ignore=f"{__name__}.forgotten"):  # one is a list
            leak()

    asyncio.run(main())


def test_an_error_of_the_block_comes_out_as_it_is():
    async def main() -> None:
        async with no_tasks_left(grace_s=0.01):
            leak()
            raise KeyError("the block's own")

    with pytest.raises(KeyError, match="the block's own"):
        asyncio.run(main())


def test_outside_of_any_loop_it_says_so():
    checking = no_tasks_left().__aenter__()
    with pytest.raises(RuntimeError, match="neither trio nor asyncio"):
        checking.send(None)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("cut", ["not at all", "in the block", "in the grace"])
def test_a_deadline_of_anyios_does_not_silence_it(backend: str, cut: str):
    anyio = pytest.importorskip("anyio")

    async def main() -> None:
        async with anyio.create_task_group() as group:
            try:
                with anyio.move_on_after(60 if cut == "not at all" else 0.02):
                    async with no_tasks_left(grace_s=0.06):
                        group.start_soon(anyio.sleep, 60)
                        if cut == "in the block":
                            await anyio.sleep(60)
            finally:
                group.cancel_scope.cancel()

    with pytest.raises(ExceptionGroup) as told:
        anyio.run(main, backend=backend)
    assert told.group_contains(AssertionError, match=r"1 task is left after 0\.06 s of grace")


@contextlib.asynccontextmanager
async def by_task_cancel(delay_s: float) -> Any:
    asyncio.get_running_loop().call_later(delay_s, asyncio.current_task().cancel)
    yield


ASYNCIO_DEADLINES = [asyncio.timeout, by_task_cancel]


@pytest.mark.parametrize("deadline", ASYNCIO_DEADLINES, ids=["timeout", "Task.cancel"])
@pytest.mark.parametrize("in_the_block", [True, False])
def test_a_deadline_of_asyncios_does_not_silence_it(deadline: Any, in_the_block: bool):
    async def main() -> None:
        async with deadline(0.02), no_tasks_left(grace_s=0.06):
            leak()
            if in_the_block:
                await asyncio.sleep(60)

    with pytest.raises(AssertionError, match="1 task is left after") as told:
        asyncio.run(main())
    assert "the block itself was cancelled" in str(told.value)
    assert isinstance(told.value.__cause__, asyncio.CancelledError)


def test_wait_for_around_the_block_does_not_silence_it():
    async def block() -> None:
        async with no_tasks_left(grace_s=0.01):
            leak()
            await asyncio.sleep(60)

    async def main() -> None:
        await asyncio.wait_for(block(), 0.02)

    with pytest.raises(AssertionError, match="1 task is left"):
        asyncio.run(main())


@pytest.mark.parametrize("leaks", [False, True])
def test_a_second_cancellation_ends_the_grace(leaks: bool):
    async def block() -> None:
        async with no_tasks_left(grace_s=600):
            leak() if leaks else kept.add(asyncio.create_task(asyncio.sleep(60)))

    async def main() -> None:
        task = asyncio.create_task(block())
        for _ in range(2):
            await asyncio.sleep(0.05)
            task.cancel()
        await task

    begun_s = time.monotonic()
    with pytest.raises(AssertionError, match="1 task is left"):
        asyncio.run(main())
    assert time.monotonic() - begun_s < 60


def test_a_cancellation_with_nothing_left_goes_on_as_it_came():
    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), no_tasks_left():
                await asyncio.sleep(60)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), no_tasks_left(grace_s=10):
                kept.add(asyncio.create_task(asyncio.sleep(0.05)))

    asyncio.run(main())


@pytest.mark.parametrize("in_the_block", [True, False])
@pytest.mark.parametrize("deadline", [trio.move_on_after, trio.fail_after])
def test_a_deadline_of_trios_does_not_silence_it(virtual, deadline: Any, in_the_block: bool):
    async def cut_short(nursery: trio.Nursery) -> None:
        with deadline(1):
            async with no_tasks_left(grace_s=5):
                nursery.start_soon(trio.sleep_forever)
                if in_the_block:
                    await trio.sleep(60)

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            with pytest.raises(AssertionError, match="1 task is left after 5 s of grace"):
                await cut_short(nursery)
            nursery.cancel_scope.cancel()

    virtual(main)


def test_a_deadline_of_trios_with_nothing_left_goes_on_as_it_came(virtual):
    async def main() -> None:
        with trio.fail_after(1):
            async with no_tasks_left(grace_s=5):
                await trio.sleep(60)

    with pytest.raises(trio.TooSlowError):
        virtual(main)


def test_tasks_that_are_cancelled_with_the_block_are_no_leak(virtual):
    async def main() -> None:
        with trio.move_on_after(1):
            async with trio.open_nursery() as nursery, no_tasks_left(grace_s=0):
                nursery.start_soon(trio.sleep_forever)
                await trio.sleep_forever()

    virtual(main)
