"""Time to end, for tasks that are about to: the same for trio and asyncio."""

import contextlib
import sys
import weakref
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import trio

from leaklab.tasks.profile import TaskStack, live_tasks

CHECKPOINTS = 20  # turns of the scheduler, for tasks that need no time, only their turn
FIRST_PAUSE_S = 0.001  # then pauses that double, until the grace is over

Look = Callable[[], list[TaskStack]]
Outcome = tuple[list[TaskStack], BaseException | None]


class Before:
    """The tasks that were there before; none of them is kept alive by it."""

    def __init__(self, tasks: Iterable[Any]) -> None:
        self._tasks: weakref.WeakSet[Any] = weakref.WeakSet(tasks)

    def new_tasks(self) -> list[Any]:
        """Those that live now and did not then, but the task that asks."""
        known = set(self._tasks)
        asking = current_task()
        return [task for task in live_tasks() if task not in known and task is not asking]


def current_task() -> Any:
    """The task that runs in this thread, trio's or asyncio's; None outside of any."""
    if trio.lowlevel.in_trio_task():
        return trio.lowlevel.current_task()
    asyncio = sys.modules.get("asyncio")
    try:
        return None if asyncio is None else asyncio.current_task()
    except RuntimeError:
        return None


def is_cancellation(error: BaseException) -> bool:
    """Whether an error is nothing but a cancellation, trio's or asyncio's, or a group of such."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_cancellation, error.exceptions))
    asyncio = sys.modules.get("asyncio")
    return isinstance(error, trio.Cancelled) or (
        asyncio is not None and isinstance(error, asyncio.CancelledError)
    )


async def outlasting(look: Look, grace_s: float) -> Outcome:
    """What `look` still finds after turns of the scheduler and `grace_s` seconds.

    Nothing as soon as it finds nothing. With it comes the cancellation that was held back
    meanwhile, for the caller to raise; None if there was none.
    """
    if not look():  # before the first await: nobody can cut this short
        return [], None
    if trio.lowlevel.in_trio_task():
        with trio.CancelScope(shield=True):
            return await _until(look, grace_s, _Trio()), None
    held = _Asyncio()
    with _shielded_by_anyio():
        return await _until(look, grace_s, held), held.cancelled


async def _until(look: Look, grace_s: float, library: "_Trio | _Asyncio") -> list[TaskStack]:
    for _ in range(CHECKPOINTS):
        await library.turn()
        if not (stacks := look()):
            return []
    end_s = library.now_s() + grace_s
    pause_s = FIRST_PAUSE_S
    while stacks and library.now_s() < end_s and not library.hurried:
        await library.sleep(min(pause_s, end_s - library.now_s()))
        pause_s *= 2
        stacks = look()
    return stacks


class _Trio:
    """Turns and pauses of trio's."""

    hurried = False

    def now_s(self) -> float:
        return trio.current_time()

    async def turn(self) -> None:
        await trio.lowlevel.checkpoint()

    async def sleep(self, pause_s: float) -> None:
        await trio.sleep(pause_s)


class _Asyncio:
    """Turns and pauses of asyncio's; a cancellation is held back, a second one ends the grace."""

    def __init__(self) -> None:
        import asyncio

        self._asyncio = asyncio
        self._loop = asyncio.get_running_loop()
        self.cancelled: BaseException | None = None
        self.hurried = False

    def now_s(self) -> float:
        return self._loop.time()

    async def turn(self) -> None:
        await self._held_back(self._asyncio.sleep(0))

    async def sleep(self, pause_s: float) -> None:
        await self._held_back(self._asyncio.sleep(pause_s))

    async def _held_back(self, pause: Awaitable[None]) -> None:
        try:
            await pause
        except self._asyncio.CancelledError as error:
            self.hurried = self.cancelled is not None
            self.cancelled = error


@contextlib.contextmanager
def _shielded_by_anyio() -> Iterator[None]:
    """anyio cancels again at every turn: where it is in use, it is asked to wait."""
    anyio = sys.modules.get("anyio")
    if anyio is None or not hasattr(anyio, "CancelScope"):
        yield
        return
    with anyio.CancelScope(shield=True):
        yield
