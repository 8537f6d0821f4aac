"""HandleError: where the API server's components report errors, each caller held up a little.

Follows the limiter of k8s.io/apimachinery, pkg/util/runtime/runtime.go. It lets a report pass if
the last one is a millisecond old, and else waits. At 1.17.0 and 1.22.0 it waits while it holds
the lock, so callers queue: a thousand at once are let go one by one. #121120 (1.29.0, 1.28.3,
1.27.7, 1.26.10, 1.25.15) has each caller wait by itself.
"""

import math
from collections.abc import Generator
from typing import Any

import trio

from leaklab.apiserver.golike import Mutex
from leaklab.tasks.clock import sleep_until


class HandleError:
    """To be awaited: lets callers pass, `gap_s` seconds apart; 0 lets all pass at once.

    With `queues`, callers wait for one another, and the last of N at once waits N gaps; without,
    each waits by itself, for one gap at most. Who does not await it is not held up.
    """

    def __init__(self, gap_s: float, *, queues: bool) -> None:
        self._gap_s = gap_s
        self._lock = Mutex() if queues else None
        self._last_s = -math.inf

    def __await__(self) -> Generator[Any, Any, None]:
        return self._pass().__await__()

    async def _pass(self) -> None:
        """Return when the report may pass."""
        if not self._gap_s:
            return
        if self._lock is None:
            free_s, self._last_s = self._last_s + self._gap_s, trio.current_time()
            await self._wait(free_s)
            return
        await self._lock.lock()
        try:
            await self._wait(self._last_s + self._gap_s)
            self._last_s = trio.current_time()
        finally:
            self._lock.unlock()

    async def _wait(self, free_s: float) -> None:
        if free_s > trio.current_time():
            await sleep_until(free_s)
