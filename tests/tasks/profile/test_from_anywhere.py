"""A profile is taken from a task, a callback, a thread, a signal's handler, a guest's host."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import trio

from leaklab import profile
from tests.tasks.profile.test_asyncio_states import LOOPS, run


def names(stacks: list[profile.TaskStack]) -> Counter[str]:
    return Counter(stack.name.rpartition(".")[2] for stack in stacks)


async def parked() -> None:
    await asyncio.Event().wait()


async def two_parked() -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(parked()) for _ in range(2)]
    await asyncio.sleep(0)
    return tasks


def in_a_thread(function: Callable[[], Any]) -> Any:
    """What a thread says that has nothing to do with any loop."""
    said: list[Any] = []
    thread = threading.Thread(target=lambda: said.append(function()))
    thread.start()
    thread.join()
    return said[0]


def once_it_waits(loop: asyncio.AbstractEventLoop) -> list[profile.TaskStack]:
    """A profile from a thread, which may have begun before the task that started it waits."""
    waits = threading.Event()
    loop.call_soon_threadsafe(waits.set)
    assert waits.wait(10)
    return profile.collect()


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
def test_the_task_that_asks_is_not_counted_unless_it_is_wanted(new_loop):
    async def asking() -> tuple[Any, Any]:
        tasks = await two_parked()
        both = profile.collect(), profile.collect(itself=True)
        assert len(tasks) == 2
        return both

    without, with_itself = run(new_loop, asking())
    assert names(without) == {"parked": 2}
    assert names(with_itself) == {"parked": 2, "asking": 1}
    assert with_itself[0].state == "running"


def test_trios_task_that_asks_is_left_out_when_that_is_said(virtual):
    async def asking() -> tuple[Any, Any]:
        return profile.collect(), profile.collect(itself=False)

    (counted,), left_out = virtual(asking)
    assert (counted.state, left_out) == ("running", [])


def test_a_callback_counts_every_task():
    async def main() -> Any:
        tasks = await two_parked()
        taken = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(lambda: taken.set_result(profile.collect()))
        stacks = await taken
        assert len(tasks) == 2
        return stacks

    assert names(asyncio.run(main())) == {"parked": 2, "main": 1}


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
def test_a_thread_counts_the_tasks_of_all_loops(new_loop):
    async def main() -> Any:
        tasks = await two_parked()
        stacks = await asyncio.to_thread(once_it_waits, asyncio.get_running_loop())
        assert len(tasks) == 2
        return stacks

    stacks = run(new_loop, main())
    assert names(stacks) == {"parked": 2, "main": 1}
    assert {stack.state for stack in stacks} == {"Event.wait", "to_thread"}


def test_a_thread_sees_where_a_task_runs_at_this_moment():
    seen: list[Any] = []

    def busy() -> None:
        seen.append(in_a_thread(profile.collect))

    async def main() -> None:
        busy()

    asyncio.run(main())
    ((stack,),) = seen
    assert stack.state == "running"
    functions = [frame.function.rpartition(".")[2] for frame in stack.frames]
    assert functions[-3:] == ["in_a_thread", "busy", "main"]


def test_a_thread_counts_the_tasks_of_a_trio_program():
    def look() -> list[profile.TaskStack]:
        trio.from_thread.run_sync(int)  # the task that started this thread waits by then
        return in_a_thread(profile.collect)

    async def main() -> Any:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep_forever)
            stacks = await trio.to_thread.run_sync(look)
            nursery.cancel_scope.cancel()
        return stacks

    stacks = trio.run(main)
    assert {stack.name.rpartition(".")[2]: stack.state for stack in stacks} == {
        "main": "to_thread",
        "sleep_forever": "sleep",
    }


@pytest.fixture
def on_signal() -> Any:
    """`on_signal()` lets a signal's handler profile in 50 ms; what it got is in the list."""
    taken: list[Any] = []
    before = signal.signal(signal.SIGUSR1, lambda *_: taken.append(profile.collect()))

    def arm() -> list[Any]:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        return taken

    yield arm
    signal.signal(signal.SIGUSR1, before)


def test_a_signals_handler_counts_all_tasks_while_they_wait(on_signal):
    async def main() -> list[Any]:
        tasks = await two_parked()
        taken = on_signal()
        while not taken:
            await asyncio.sleep(0.3)
        assert len(tasks) == 2
        return taken

    (stacks,) = asyncio.run(main())
    assert names(stacks) == {"parked": 2, "main": 1}
    assert {stack.state for stack in stacks} == {"Event.wait", "sleep"}


@pytest.mark.parametrize("run_it", [asyncio.run, lambda main: trio.run(lambda: main)])
def test_a_signals_handler_counts_the_task_that_it_interrupts(on_signal, run_it):
    async def main() -> list[Any]:
        taken = on_signal()
        until_s = time.monotonic() + 10
        while not taken and time.monotonic() < until_s:
            sum(range(1000))
        return taken

    ((stack,),) = run_it(main())
    assert stack.state == "running"
    assert [frame.function.rpartition(".")[2] for frame in stack.frames] == ["main"]


def test_the_host_of_a_guest_sees_both():
    """asyncio is the host, trio the guest."""

    async def guest() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep_forever)
            nursery.start_soon(trio.sleep, 0.2)
            await trio.sleep(0.2)
            nursery.cancel_scope.cancel()

    async def host() -> Any:
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        trio.lowlevel.start_guest_run(
            guest,
            run_sync_soon_threadsafe=loop.call_soon_threadsafe,
            done_callback=lambda _: ended.set_result(None),
        )
        tasks = await two_parked()
        await asyncio.sleep(0.1)
        stacks = profile.collect()
        await ended
        assert len(tasks) == 2
        return stacks

    stacks = asyncio.run(host())
    by_library = Counter(stack.library for stack in stacks)
    assert by_library == {"trio": 3, "asyncio": 2}
    numbers = [stack.number for stack in stacks]
    assert numbers == sorted(set(numbers))


def test_where_nothing_runs_the_error_says_what_can():
    with pytest.raises(RuntimeError, match=r"in another thread, while trio\.run or asyncio\.run"):
        profile.collect()
    with pytest.raises(RuntimeError, match="neither trio nor asyncio"):
        profile.live_tasks()


def test_the_watch_of_the_other_library_is_refused(virtual):
    async def in_asyncio() -> None:
        tasks = await two_parked()
        assert len(tasks) == 2
        with pytest.raises(ValueError, match="TaskWatch watches asyncio"):
            profile.collect(profile.Origins())

    async def in_trio() -> None:
        with pytest.raises(ValueError, match="Origins watches trio"):
            profile.collect(profile.TaskWatch())

    asyncio.run(in_asyncio())
    virtual(in_trio)


def test_a_real_server_is_profiled_from_a_thread_and_from_a_signal(on_signal):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readexactly(10)
        writer.close()  # before 3.11.3 nobody else does

    async def main() -> tuple[Any, Any]:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            serving = asyncio.create_task(server.serve_forever())
            address = server.sockets[0].getsockname()[:2]
            clients = [socket.create_connection(address) for _ in range(3)]
            await asyncio.sleep(0.05)
            by_thread = await asyncio.to_thread(profile.collect)
            by_signal = on_signal()
            while not by_signal:
                await asyncio.sleep(0.2)
            for client in clients:
                client.close()
            serving.cancel()
            await asyncio.sleep(0.05)
        return by_thread, by_signal[0]

    for stacks in asyncio.run(main(), debug=False):
        states = Counter(stack.state for stack in stacks)
        assert states["StreamReader.readexactly"] == 3
        assert states["Server.serve_forever"] == 1
        text = profile.summary(stacks)
        assert re.search(
            r"3 in StreamReader\.readexactly: serve, "
            r"tests/tasks/profile/test_from_anywhere\.py:\d+ "
            r"\(in StreamReader\.readexactly, asyncio/streams\.py:\d+\)",
            text,
        )
