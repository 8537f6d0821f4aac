"""What both handlers are given. Like `leaklab.apiserver.handlers.base`, for asyncio."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from leaklab.apiserver.filters import TimeoutFor
from leaklab.apiserver.response import Handler, Request, Writer


@dataclass(slots=True)
class TimeoutFilter(ABC):
    """The fields of the trio port's filter; `tasks` stands where its nursery does.

    inner: the handler that does the work. timeout_for: gives a request's timeout in s (None for
    none) and the function to call when it is over.
    handle_error: told of outcomes that came too late.
    tasks: the server's, not the request's. asyncio's loop keeps no strong reference to a task, so
    somebody must; a `TaskGroup` of the server's would do as well.
    """

    inner: Handler
    timeout_for: TimeoutFor
    handle_error: Callable[[Exception], Awaitable[None]]
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def go(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task that may outlive its request. Go's word for it."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    @abstractmethod
    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504 when it takes too long. Raises what cuts it off."""
