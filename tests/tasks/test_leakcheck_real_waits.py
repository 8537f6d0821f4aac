"""The leak assertion in virtual time, and a body that waits for something real."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import trio

from leaklab.tasks.leakcheck import check_leaks


async def in_a_thread(nursery: trio.Nursery) -> None:
    """In a thread until `check_leaks` has looked: a task of its own ends then."""
    await trio.to_thread.run_sync(watch, nursery, nursery.child_tasks)


def watch(nursery: trio.Nursery, tasks: frozenset[trio.lowlevel.Task]) -> None:
    """No sleep would do, and no look at the clock: on a slow machine they end before the look."""
    give_up_s = time.monotonic() + 60  # a look that never comes fails; it does not hang
    while nursery.child_tasks == tasks and time.monotonic() < give_up_s:
        time.sleep(0.01)


async def briefly_in_a_thread(_: trio.Nursery) -> None:
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


@pytest.mark.parametrize(
    "body", [briefly_in_a_thread, in_a_subprocess], ids=lambda body: body.__name__
)
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
