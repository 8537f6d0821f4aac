"""What a task waits for, in a word: by the functions of a library that its stack ends in.

Go's words where Go has one (`chan send`, `sleep`, `IO wait`), else the name that the library's
users know: `Queue.put`, `TaskGroup`. Who brings a way to wait of its own adds to `WAITS`.
"""

from collections.abc import Sequence

from leaklab.tasks import trio_internals
from leaklab.tasks.profile.frames import Frame

SOCKET_CALLS = (
    "sock_accept",
    "sock_connect",
    "sock_recv",
    "sock_recv_into",
    "sock_recvfrom",
    "sock_recvfrom_into",
    "sock_sendall",
    "sock_sendto",
)
ASYNCIO_WAITS = {
    "asyncio.base_events.BaseEventLoop.create_connection": "create_connection",
    "asyncio.base_events.BaseEventLoop.getaddrinfo": "getaddrinfo",
    "asyncio.base_events.Server.serve_forever": "Server.serve_forever",
    "asyncio.base_events.Server.wait_closed": "Server.wait_closed",
    "asyncio.base_subprocess.BaseSubprocessTransport._wait": "Process.wait",
    "asyncio.locks.Barrier.wait": "Barrier.wait",
    "asyncio.locks.Condition.wait": "Condition.wait",
    "asyncio.locks.Event.wait": "Event.wait",
    "asyncio.locks.Lock.acquire": "Lock.acquire",
    "asyncio.locks.Semaphore.acquire": "Semaphore.acquire",
    "asyncio.queues.Queue.get": "Queue.get",
    "asyncio.queues.Queue.join": "Queue.join",
    "asyncio.queues.Queue.put": "Queue.put",
    "asyncio.streams.StreamReader.read": "StreamReader.read",
    "asyncio.streams.StreamReader.readexactly": "StreamReader.readexactly",
    "asyncio.streams.StreamReader.readline": "StreamReader.readline",
    "asyncio.streams.StreamReader.readuntil": "StreamReader.readuntil",
    "asyncio.streams.StreamWriter.drain": "StreamWriter.drain",
    "asyncio.streams.StreamWriter.wait_closed": "StreamWriter.wait_closed",
    "asyncio.streams.open_connection": "open_connection",
    "asyncio.streams.open_unix_connection": "open_connection",
    "asyncio.subprocess.Process.communicate": "Process.communicate",
    "asyncio.subprocess.Process.wait": "Process.wait",
    "asyncio.taskgroups.TaskGroup.__aexit__": "TaskGroup",
    "asyncio.taskgroups.TaskGroup._aexit": "TaskGroup",
    "asyncio.tasks._AsCompletedIterator._wait_for_one": "as_completed",
    "asyncio.tasks._wait": "wait",
    "asyncio.tasks.as_completed.<locals>._wait_for_one": "as_completed",
    "asyncio.tasks.sleep": "sleep",
    "asyncio.tasks.wait": "wait",
    "asyncio.tasks.wait_for": "wait_for",
    "asyncio.threads.to_thread": "to_thread",
    "uvloop.loop.create_connection": "create_connection",
    "uvloop.loop.getaddrinfo": "getaddrinfo",
    "uvloop.server.serve_forever": "Server.serve_forever",
    "uvloop.server.wait_closed": "Server.wait_closed",
    **{
        f"{loop}.{name}": "IO wait"
        for loop in ("asyncio.selector_events.BaseSelectorEventLoop", "uvloop.loop")
        for name in SOCKET_CALLS
    },
}
ANYIO_WAITS = {  # on either library
    "anyio._backends._asyncio.AsyncIOBackend.run_sync_in_worker_thread": "to_thread",
    "anyio._backends._asyncio.AsyncIOBackend.wait_readable": "IO wait",
    "anyio._backends._asyncio.AsyncIOBackend.wait_writable": "IO wait",
    "anyio._backends._asyncio.SocketStream.receive": "IO wait",
    "anyio._backends._asyncio.SocketStream.send": "IO wait",
    "anyio._backends._asyncio.TCPSocketListener.accept": "IO wait",
    "anyio._backends._asyncio.TaskGroup.__aexit__": "TaskGroup",
    "anyio.streams.memory.MemoryObjectReceiveStream.receive": "chan receive",
    "anyio.streams.memory.MemoryObjectSendStream.send": "chan send",
}
# What a task waits for, by the function it waits in; others may add.
WAITS = {
    **trio_internals.WAITS,
    "leaklab.tasks.clock.VirtualClock.sleep_until": "sleep",
    "leaklab.tasks.clock.VirtualClock.call_at_each": "sleep",
    **ASYNCIO_WAITS,
    **ANYIO_WAITS,
}
DEADLINES = frozenset({"wait_for"})  # around another wait: that one tells more
LIBRARIES = ("asyncio.", "anyio.", "trio.", "uvloop.", "leaklab.tasks.")


def word(frames: Sequence[Frame]) -> str | None:
    """The word for the wait that these visible frames end in; None if they do not tell.

    A library's wait may call another: the outermost of them is the one that the user wrote.
    """
    found: str | None = None
    for frame in frames:
        known = WAITS.get(frame.function)
        if known is not None and (found is None or known not in DEADLINES):
            found = known
        elif known is None and not frame.function.startswith(LIBRARIES):
            break
    if found is None and frames and frames[0].function.startswith(trio_internals.IO):
        return "IO wait"
    return found
