"""One request, one response, and what handlers may do with them.

Go's `Write` returns an error, and so do ours: None, or the reason why nothing was written.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol

import trio

from leaklab.apiserver.golike import Context
from leaklab.apiserver.plans import Plan
from leaklab.tasks.clock import sleep_until


class Request:
    """One request: what it asks, what its handler will do (`plan`), whether it still matters."""

    __slots__ = (
        "context",
        "index",
        "long_running",
        "path",
        "plan",
        "stall_s",
        "status",
        "subresource",
        "verb",
    )

    def __init__(
        self,
        index: int,
        plan: Plan,
        verb: str = "list",
        subresource: str = "",
        path: str = "/api/v1/pods",
    ) -> None:
        self.index = index
        self.plan = plan
        self.verb = verb
        self.subresource = subresource
        self.path = path
        self.context = Context()
        self.long_running = False  # set by the request-info filter
        self.status: int | None = None  # as the client sees it, once answered
        self.stall_s = 0.0  # how long the client lets the next write wait


class Writer(Protocol):
    """Go's http.ResponseWriter, as far as handlers here use it."""

    def header(self) -> dict[str, str]:
        """The headers to be sent."""
        ...

    async def write_header(self, status: int) -> None:
        """Begin the response with `status`."""
        ...

    async def write(self, body: bytes) -> Exception | None:
        """Send `body`; returns the reason why it was refused, or None."""
        ...

    async def flush(self) -> None:
        """Push what is buffered to the client."""
        ...

    async def hijack(self) -> "Response | Exception":
        """Take over the bare connection, or get the reason why not."""
        ...


Handler = Callable[["Writer", Request], Awaitable[None]]  # Go's http.Handler


class Response:
    """The connection's end: remembers what was sent. Begun means that the status line is out."""

    __slots__ = ("_header", "body", "hijacked", "request", "status")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.status: int | None = None
        self.body = b""
        self.hijacked = False
        self._header: dict[str, str] | None = None

    def header(self) -> dict[str, str]:
        """The headers to be sent; later changes have no effect on what has gone out."""
        if self._header is None:
            self._header = {}
        return self._header

    async def write_header(self, status: int) -> None:
        """Begin the response with `status`; only the first call counts."""
        if self.status is None:
            self.status = status

    async def write(self, body: bytes) -> None:
        """Send `body`, as slowly as the client reads it; begins a 200 if nothing has begun."""
        if self.status is None:
            self.status = 200
        if self.request.stall_s:
            await sleep_until(trio.current_time() + self.request.stall_s)
        self.body += body

    async def flush(self) -> None:
        """Begin a 200 if nothing has begun, as net/http does; nothing is buffered here."""
        if self.status is None:
            self.status = 200

    async def hijack(self) -> "Response":
        """Hand the bare connection to the handler, which answers for it from now on."""
        self.hijacked = True
        return self
