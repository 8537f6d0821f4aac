"""Chapter 3. An asyncio loop on virtual time, which runs in a terminal and in a notebook's cell.

It watches no file and makes no socket, so it runs in the browser's Python too. It rests on three
names of asyncio's that are not public: `_selector`, `_process_events`, `_write_to_self`.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumps:
    """Stands where a selector does: the time that it should wait passes at once."""

    now_s = 0.0

    def select(self, timeout: float | None) -> list[object]:
        """Move virtual time on. RuntimeError when no timer is left to jump to."""
        if timeout is None:
            raise RuntimeError("every task waits for another: no timer will wake any of them")
        self.now_s += timeout
        return []

    def close(self) -> None:
        """Nothing is open."""


class VirtualTimeLoop(asyncio.BaseEventLoop):
    """An event loop whose time jumps to the next timer when nothing else is ready.

    It holds on to each task, as a program of asyncio's must: the loop itself does not, and a task
    that waits and that nobody holds may be thrown away.
    """

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Jumps()
        self.kept: list[asyncio.Task[Any]] = []

    def time(self) -> float:
        """Virtual seconds since the start."""
        return self._selector.now_s

    def create_task(self, *given: Any, **named: Any) -> asyncio.Task[Any]:
        """Start a task, and hold on to it."""
        task: asyncio.Task[Any] = super().create_task(*given, **named)
        self.kept.append(task)
        return task

    def _process_events(self, events: list[object]) -> None:
        """No file has events."""

    def _write_to_self(self) -> None:
        """Nobody sleeps in `select`, so nobody has to be woken."""


def run_virtually(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` on a loop of its own, also where a notebook's loop runs; cancel what is left."""
    loop = VirtualTimeLoop()
    try:
        with _no_loop_is_running():
            try:
                return loop.run_until_complete(work)
            finally:
                loop.run_until_complete(_cancel(loop.kept))
    finally:
        loop.close()


async def _cancel(tasks: list[asyncio.Task[Any]]) -> None:
    left = [task for task in tasks if not task.done()]
    for task in left:
        if task is not asyncio.current_task():
            task.cancel()
    await asyncio.gather(
        *(task for task in left if task is not asyncio.current_task()), return_exceptions=True
    )


@contextmanager
def _no_loop_is_running() -> Iterator[None]:
    """asyncio refuses a loop within a loop; ours is over before the outer one goes on."""
    outer = asyncio._get_running_loop()
    task = asyncio.current_task(outer) if outer else None
    if outer and task:
        asyncio.tasks._leave_task(outer, task)
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(outer)
        if outer and task:
            asyncio.tasks._enter_task(outer, task)
