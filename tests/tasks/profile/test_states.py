"""What each task of a profile waits for, in Go's words where Go has one."""

import socket
from collections.abc import Callable

import pytest
import trio

import leaklab
from leaklab import profile
from leaklab.apiserver.golike import Mutex
from leaklab.tasks.clock import VirtualClock


def state_of(wait: Callable[[], object]) -> str:
    """The state of a task that waits in `wait()`."""
    taken: list[profile.TaskStack] = []

    async def waiting_task() -> None:
        await wait()

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiting_task)
            await trio.sleep(1)
            taken.extend(profile.collect())
            nursery.cancel_scope.cancel()

    trio.run(main, clock=VirtualClock())
    (state,) = {stack.state for stack in taken if stack.name.endswith("waiting_task")}
    return state


async def in_a_nursery() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep_forever)


async def for_a_mutex() -> None:
    mutex = Mutex()
    await mutex.lock()
    await mutex.lock()


async def to_receive() -> None:
    await trio.open_memory_channel[int](0)[1].receive()


async def to_send() -> None:
    send, _receive = trio.open_memory_channel[int](0)
    await send.send(1)


async def for_a_condition() -> None:
    condition = trio.Condition()
    async with condition:
        await condition.wait()


async def for_bytes() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        await trio.lowlevel.wait_readable(ours)


@pytest.mark.parametrize(
    ("wait", "state"),
    [
        (to_send, "chan send"),
        (to_receive, "chan receive"),
        (lambda: trio.sleep(9), "sleep"),
        (trio.sleep_forever, "sleep"),
        (lambda: leaklab.tasks.clock.sleep_until(9), "sleep"),
        (lambda: leaklab.tasks.clock.call_at_each([9], print), "sleep"),
        (for_a_mutex, "sync.Mutex.Lock"),
        (lambda: trio.Event().wait(), "event wait"),
        (lambda: trio.Semaphore(0).acquire(), "semacquire"),
        (for_a_condition, "sync.Cond.Wait"),
        (for_bytes, "IO wait"),
        (in_a_nursery, "nursery wait"),
    ],
)
def test_what_a_task_waits_for(wait, state: str):
    assert state_of(wait) == state


def test_a_task_that_waits_for_a_lock(virtual):
    async def main() -> list[str]:
        lock = trio.Lock()
        async with lock, trio.open_nursery() as nursery:
            nursery.start_soon(lock.acquire, name="second")
            await trio.sleep(1)
            taken = profile.collect()
            nursery.cancel_scope.cancel()
        return [stack.state for stack in taken if stack.name == "second"]

    assert virtual(main) == ["sync.Mutex.Lock"]


def test_a_task_that_has_not_yet_run_is_runnable():
    taken: list[profile.TaskStack] = []

    async def not_yet() -> None:
        """Never gets as far as this before it is looked at."""

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(not_yet)
            taken.extend(profile.collect())

    trio.run(main)
    (state,) = {stack.state for stack in taken if stack.name.endswith("not_yet")}
    assert state == "runnable"
