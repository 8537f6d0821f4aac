"""Each construct of asyncio's that a task may wait in, and the name that its users know."""

import asyncio
import contextlib
import socket
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any


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
