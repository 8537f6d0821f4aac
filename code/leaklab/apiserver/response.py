"""One request, one response, and what handlers may do with them.

Go's `Write` returns an error, and so do ours: None, or the reason why nothing was written.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol

import trio

from leaklab.apiserver.golike import Context
from leaklab.apiserver.plans import Plan
from leaklab.tasks.clock import sleep_until

HELD_BACK_BYTES = 4096  # net/http's buffer of a connection (HTTP/1) or a stream (HTTP/2)
METHODS = {"create": "POST", "update": "PUT", "patch": "PATCH", "delete": "DELETE"}
METHODS["deletecollection"] = "DELETE"


class Client:
    """Who asked, and reads the answer."""

    __slots__ = ("has_left", "stall_s")

    def __init__(self) -> None:
        self.stall_s = 0.0  # how long it lets the next write wait
        self.has_left = False  # it hung up before the end


class Request:
    """One request: what it asks, what its handler will do (`plan`), whether it still matters.

    `timeout` is the text of the query's `?timeout=`, None without one.
    """

    __slots__ = (
        "client",
        "context",
        "index",
        "is_served",
        "long_running",
        "path",
        "plan",
        "status",
        "subresource",
        "timeout",
        "verb",
    )

    def __init__(
        self,
        index: int,
        plan: Plan,
        verb: str = "list",
        subresource: str = "",
        path: str = "/api/v1/pods",
        timeout: str | None = None,
    ) -> None:
        self.index = index
        self.plan = plan
        self.verb = verb
        self.subresource = subresource
        self.path = path
        self.timeout = timeout
        self.context = Context()
        self.long_running = False  # set by the request-info filter
        self.status: int | None = None  # as the client sees it, once answered
        self.client = Client()
        self.is_served = False  # its connection's task is done with it

    @property
    def method(self) -> str:
        """The HTTP method that goes with the verb."""
        return METHODS.get(self.verb, "GET")

    def clone(self) -> "Request":
        """A copy with fields of its own, and with the same context and client."""
        other = Request.__new__(Request)
        for name in Request.__slots__:
            setattr(other, name, getattr(self, name))
        return other


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
    """The connection's end: what was written to it, and how much of that the client has seen.

    Begun means that a status was written. As net/http does, it holds small answers back: the
    client sees nothing before 4 KiB have been written, somebody flushes, or the handler ends. A
    write that a slow client holds up goes on when that client has left; in Go it would fail.
    """

    __slots__ = ("_header", "body", "hijacked", "request", "sent_bytes", "status")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.status: int | None = None
        self.body = b""
        self.hijacked = False
        self.sent_bytes: int | None = None  # of the body; None while not even the status is out
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
        client = self.request.client
        if client.stall_s and not client.has_left:
            await sleep_until(trio.current_time() + client.stall_s)
        self.body += body
        if len(self.body) - (self.sent_bytes or 0) > HELD_BACK_BYTES and not client.has_left:
            self._overflow(len(body))

    def _overflow(self, written: int) -> None:
        """Send what a buffer of Go's bufio sends: itself when it is full, or one long write."""
        held = len(self.body) - written - (self.sent_bytes or 0)
        rest = written - (HELD_BACK_BYTES - held)
        if held == 0 or rest > HELD_BACK_BYTES:
            self.push()
        else:
            self.sent_bytes = len(self.body) - rest

    async def flush(self) -> None:
        """Begin a 200 if nothing has begun, as net/http does, and send what is held back."""
        if self.status is None:
            self.status = 200
        self.push()

    def push(self) -> None:
        """Let the client see all that was written, if it is still there."""
        if not self.request.client.has_left:
            self.sent_bytes = len(self.body)

    async def hijack(self) -> "Response":
        """Hand the bare connection to the handler, which answers for it from now on."""
        self.hijacked = True
        return self
