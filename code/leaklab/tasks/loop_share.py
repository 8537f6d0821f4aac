"""A share of the event loop for work that holds it up, on trio and asyncio."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import trio

Result = TypeVar("Result")


async def sleep(seconds: float) -> None:
    """Sleep in whatever library runs this task."""
    if trio.lowlevel.in_trio_task():
        await trio.sleep(seconds)
        return
    import asyncio

    await asyncio.sleep(seconds)


class LoopShare:
    """Gives such work half of the loop's time at most, however many ask for it at once.

    After each piece of work the next one waits for as long as that piece took.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next_s: float | None = None

    async def do(self, work: Callable[[], Result]) -> Result:
        """What `work()` returns, or raises, as soon as it is its turn."""
        while self._next_s is not None and (wait_s := self._next_s - self._clock()) > 0:
            await self._sleep(wait_s)
        began_s = self._clock()
        try:
            return work()
        finally:
            ended_s = self._clock()
            self._next_s = ended_s + (ended_s - began_s)
