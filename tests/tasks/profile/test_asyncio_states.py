"""What a task of asyncio's waits for: each construct, in the name that its users know."""

import asyncio
import contextlib
import socket
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from leaklab import profile

try:
    import uvloop
except ImportError:
    uvloop = None

LOOPS = [asyncio.new_event_loop] + ([uvloop.new_event_loop] if uvloop else [])


async def queue_put() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(1)
    await queue.put(1)
    await queue.put(2)


async def queue_join() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    await queue.put(1)
    await queue.join()


async def locked() -> None:
    lock = asyncio.Lock()
    await lock.acquire()
    async with lock:
        pass


async def condition() -> None:
    one = asyncio.Condition()
    async with one:
        await one.wait()


async def condition_for() -> None:
    one = asyncio.Condition()
    async with one:
        await one.wait_for(lambda: False)


async def semaphore() -> None:
    async with asyncio.Semaphore(0):
        pass


async def gathers() -> None:
    await asyncio.gather(asyncio.Event().wait())


async def waits() -> None:
    await asyncio.wait([asyncio.ensure_future(asyncio.Event().wait())])


async def as_they_come() -> None:
    for each in asyncio.as_completed([asyncio.ensure_future(asyncio.Event().wait())]):
        await each


async def for_a_while() -> None:
    await asyncio.wait_for(asyncio.get_running_loop().create_future(), 60)


async def within_a_timeout() -> None:
    async with asyncio.timeout(60):
        await asyncio.Queue().get()


async def shielded() -> None:
    await asyncio.shield(asyncio.get_running_loop().create_future())


async def group() -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(asyncio.Event().wait())


async def a_task() -> None:
    await asyncio.create_task(asyncio.Event().wait())


async def nobodys_future() -> None:
    await asyncio.get_running_loop().create_future()


async def in_a_thread(call: Any) -> None:
    done = threading.Event()
    try:
        await call(done)
    finally:
        done.set()


async def executor() -> None:
    loop = asyncio.get_running_loop()
    await in_a_thread(lambda done: loop.run_in_executor(None, done.wait, 5))


async def to_thread() -> None:
    await in_a_thread(lambda done: asyncio.to_thread(done.wait, 5))


@contextlib.asynccontextmanager
async def silent_server() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server that neither says nor reads anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        reader, writer = await asyncio.open_connection(*listener.getsockname()[:2])
        try:
            yield reader, writer
        finally:
            writer.transport.abort()
            await asyncio.sleep(0)


async def reads() -> None:
    async with silent_server() as (reader, _):
        await reader.read(1)


async def reads_a_line() -> None:
    async with silent_server() as (reader, _):
        await reader.readline()


async def iterates_over_lines() -> None:
    async with silent_server() as (reader, _):
        async for _ in reader:
            pass


async def drains() -> None:
    async with silent_server() as (_, writer):
        writer.write(bytes(64_000_000))
        await writer.drain()


async def connects() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with contextlib.ExitStack() as stack:
            for _ in range(4):  # fill the queue: the next one gets no answer
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(full.getsockname())
            await asyncio.open_connection(*full.getsockname()[:2])


async def serves() -> None:
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as server:
        await server.serve_forever()


async def raw_socket() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        await asyncio.get_running_loop().sock_recv(ours, 1)


async def subprocess_ends() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE
    )
    try:
        await process.wait()
    finally:
        process.kill()
        await process.wait()


CASES: list[tuple[Callable[[], Awaitable[object]], str]] = [
    (queue_put, "Queue.put"),
    (lambda: asyncio.Queue().get(), "Queue.get"),
    (queue_join, "Queue.join"),
    (locked, "Lock.acquire"),
    (lambda: asyncio.Event().wait(), "Event.wait"),
    (condition, "Condition.wait"),
    (condition_for, "Condition.wait"),
    (semaphore, "Semaphore.acquire"),
    (lambda: asyncio.Barrier(2).wait(), "Barrier.wait"),
    (lambda: asyncio.sleep(60), "sleep"),
    (gathers, "gather"),
    (waits, "wait"),
    (as_they_come, "as_completed"),
    (for_a_while, "wait_for"),
    (within_a_timeout, "Queue.get"),
    (shielded, "shield"),
    (group, "TaskGroup"),
    (a_task, "Task"),
    (nobodys_future, "Future"),
    (executor, "run_in_executor"),
    (to_thread, "to_thread"),
    (reads, "StreamReader.read"),
    (reads_a_line, "StreamReader.readline"),
    (iterates_over_lines, "StreamReader.readline"),
    (drains, "StreamWriter.drain"),
    (connects, "open_connection"),
    (serves, "Server.serve_forever"),
    (raw_socket, "IO wait"),
    (subprocess_ends, "Process.wait"),
]


def run(new_loop: Any, main: Any) -> Any:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(main)


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
@pytest.mark.parametrize(("wait", "state"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_each_construct_has_the_name_that_its_users_know(wait, state: str, new_loop):
    async def waiting_task() -> None:
        await wait()

    async def main() -> str:
        task = asyncio.create_task(waiting_task())
        taken: list[profile.TaskStack] = []
        for _ in range(200):
            await asyncio.sleep(0.01)
            taken = profile.collect(tasks=[task])
            if taken[0].state == state:
                break
        task.cancel()
        await asyncio.wait([task])
        (stack,) = taken
        assert stack.frames[-1].function.endswith("waiting_task")
        assert stack.library == "asyncio"
        return stack.state

    assert run(new_loop, main()) == state


@pytest.mark.parametrize("new_loop", LOOPS, ids=["asyncio", "uvloop"][: len(LOOPS)])
def test_what_has_its_turn_next_is_runnable(new_loop):
    async def yields() -> None:
        while True:
            await asyncio.sleep(0)

    async def woken(event: asyncio.Event) -> None:
        await event.wait()

    async def main() -> list[str]:
        event = asyncio.Event()
        tasks = [asyncio.create_task(yields()), asyncio.create_task(woken(event))]
        await asyncio.sleep(0.01)
        tasks.append(asyncio.create_task(yields()))  # has not begun
        event.set()
        states = [stack.state for stack in profile.collect(tasks=tasks)]
        for task in tasks:
            task.cancel()
        return states

    assert run(new_loop, main()) == ["runnable"] * 3


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_an_eager_task_is_counted_while_it_runs_and_while_it_waits():
    seen: list[list[str]] = []

    async def eager(event: asyncio.Event) -> None:
        seen.append(sorted(stack.state for stack in profile.collect(itself=True)))
        await event.wait()

    async def main() -> list[str]:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        event = asyncio.Event()
        task = asyncio.create_task(eager(event))
        states = [stack.state for stack in profile.collect()]
        event.set()
        await task
        return states

    assert asyncio.run(main()) == ["Event.wait"]
    assert seen == [["running", "running"]]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_anyios_waits_are_named_on_either_library(backend: str):
    anyio = pytest.importorskip("anyio")

    async def receiver(receive: Any) -> None:
        await receive.receive()

    async def sender(send: Any) -> None:
        await send.send("late")

    async def main() -> list[str]:
        for_sender, for_receiver = (anyio.create_memory_object_stream(0) for _ in range(2))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(receiver, for_receiver[1])
            tasks.start_soon(sender, for_sender[0])
            await anyio.sleep(0.02)
            found = sorted(stack.state for stack in profile.collect(itself=False))
            tasks.cancel_scope.cancel()
        for stream in (*for_sender, *for_receiver):
            stream.close()
        return found

    assert anyio.run(main, backend=backend) == ["chan receive", "chan send"]
