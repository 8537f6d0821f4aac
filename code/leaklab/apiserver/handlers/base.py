"""What every timeout handler is given. The handlers' own files hold only what differs."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

import trio

from leaklab.apiserver.filters import TimeoutFor
from leaklab.apiserver.response import Handler, Request, Writer


@dataclass(slots=True)
class TimeoutFilter(ABC):
    """The fields of upstream's `timeoutHandler`, and one that Go has no need of.

    inner: the handler that does the work. timeout_for: gives a request's timeout in s (None for
    none) and the function to call when it is over.
    handle_error: told of outcomes that came too late; await what it returns, to be held up by it.
    nursery: owns the tasks that handlers start with Go's `go`. It is the server's, not the
    request's: tasks in it outlive the request, and that is what makes a leak possible at all.

    Of the class: deadline_outside: whether a request's deadline comes with its context, from
    `with_request_deadline`. reports_queue: whether callers of HandleError wait for one another.

    To write your own, subclass it and define `serve_http`. The census calls a task whose function
    is named `drainer` a drainer, and every other task that you start a worker.
    """

    inner: Handler
    timeout_for: TimeoutFor
    handle_error: Callable[[Exception], Awaitable[None]]
    nursery: trio.Nursery

    deadline_outside: ClassVar[bool] = False
    reports_queue: ClassVar[bool] = True

    @abstractmethod
    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504 when it takes too long. Raises what cuts it off."""
