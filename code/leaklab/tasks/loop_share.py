"""A share of the event loop for work that holds it up, on trio and asyncio."""

import math
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import trio

Result = TypeVar("Result")

CREDIT_S = 5.0  # a few profiles one after another, by one who asks: nobody waits
TURN_S = 0.001  # after work: with 0, asyncio would go on before the timers that are due


async def sleep(seconds: float) -> None:
    """Sleep in whatever library runs this task."""
    if trio.lowlevel.in_trio_task():
        await trio.sleep(seconds)
        return
    import asyncio

    await asyncio.sleep(seconds)


class LoopShare:
    """Gives such work half of the loop's time at most, however many ask for it at once.

    After each piece of work the loop has a turn, and is owed as long as the work took. While it is
    owed more than `CREDIT_S`, whoever asks next waits.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._even_s = -math.inf  # when the loop has had what it is owed

    async def do(self, work: Callable[[], Result]) -> Result:
        """What `work()` returns, or raises: run as soon as it is its turn."""
        while (wait_s := self._even_s - CREDIT_S - self._clock()) > 0:
            await self._sleep(wait_s)
        began_s = self._clock()
        try:
            result = work()
        finally:
            took_s = self._clock() - began_s
            self._even_s = max(self._even_s, began_s) + 2 * took_s
        await self._sleep(TURN_S)
        return result
