"""The leak assertion on asyncio, and on anyio over either; and what could silence it."""

import asyncio
import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import trio

from leaklab.tasks.leakcheck import check_leaks, no_tasks_left
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
            leak() if leaks else kept.add(asyncio.create_task(asyncio.sleep(0.3)))

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


async def in_a_thread(_: trio.Nursery) -> None:
    await trio.to_thread.run_sync(time.sleep, 0.05)


async def in_a_subprocess(_: trio.Nursery) -> None:
    await trio.run_process([sys.executable, "-c", "import time; time.sleep(0.05)"])


async def over_a_socket(_: trio.Nursery) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        await trio.lowlevel.wait_readable(ours)  # nothing is ever sent


async def within(seconds: float, body: Callable[..., Awaitable[None]], nursery: Any) -> None:
    with trio.fail_after(seconds):
        await body(nursery)


REAL = [in_a_thread, in_a_subprocess, over_a_socket]


@pytest.mark.parametrize("body", REAL, ids=lambda body: body.__name__)
def test_a_body_that_is_late_for_something_real_is_told_what_to_say(body):
    with pytest.raises(AssertionError, match="not ended after 3600 s, and time is virtual") as late:
        check_leaks(body)
    assert "virtual=False" in str(late.value)


def test_a_deadline_missed_for_something_real_has_a_note():
    with pytest.raises(trio.TooSlowError) as late:
        check_leaks(lambda nursery: within(5, over_a_socket, nursery))
    assert "virtual=False" in late.value.__notes__[0]


def test_a_thread_that_cannot_be_cancelled_still_waits():
    with pytest.raises(AssertionError) as late:
        check_leaks(lambda nursery: within(5, in_a_thread, nursery))
    assert "  1 in to_thread: in_a_thread, tests/tasks" in str(late.value)


def test_a_task_left_in_a_thread_says_that_time_is_virtual():
    async def body(nursery: trio.Nursery) -> None:
        nursery.start_soon(in_a_thread, nursery)

    with pytest.raises(AssertionError, match="1 task is left after 1 s of grace; time is virtual"):
        check_leaks(body)


@pytest.mark.parametrize("body", [in_a_thread, in_a_subprocess], ids=lambda body: body.__name__)
def test_in_real_time_what_is_real_has_its_time(body):
    check_leaks(body, virtual=False)


def test_a_body_that_only_sleeps_has_no_note():
    async def body(nursery: trio.Nursery) -> None:
        with trio.fail_after(1):
            await trio.sleep(2)

    with pytest.raises(trio.TooSlowError) as late:
        check_leaks(body)
    assert not getattr(late.value, "__notes__", [])


def test_a_body_of_asyncios_in_check_leaks_is_told_where_it_belongs():
    async def body(_: trio.Nursery) -> None:
        await asyncio.sleep(1)

    with pytest.raises(RuntimeError, match="no running event loop") as wrong:
        check_leaks(body)
    assert "async with no_tasks_left()" in wrong.value.__notes__[0]


def test_sleep_until_under_asyncio_says_whose_it_is():
    code = (
        "import asyncio; from leaklab.tasks.clock import sleep_until; asyncio.run(sleep_until(1))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "is for trio; under asyncio use asyncio.sleep" in done.stderr
