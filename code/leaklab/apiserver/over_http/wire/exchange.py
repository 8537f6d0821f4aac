"""One request as it came over the wire, and the answer as net/http would send it.

Both versions of HTTP give an `Exchange`: where one answer goes. `Answer` is Go's ResponseWriter on
top of it, for the filters and handlers of `leaklab.apiserver`, which know nothing of HTTP.
"""

import functools
import time
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from typing import NamedTuple, Protocol

import trio

from leaklab.apiserver.golike import HijackedError
from leaklab.apiserver.response import HELD_BACK_BYTES, Request
from leaklab.apiserver.response import Response as Connection

LOST = (trio.BrokenResourceError, trio.ClosedResourceError)  # how trio tells of a client gone
PLAIN = "text/plain; charset=utf-8"
NO_BODY = frozenset({204, 304})


class ClientGone(Exception):
    """The client has left, or reads no more: nothing can be sent. Returned by writes."""


class CannotHijack(HijackedError):
    """This server hands no bare connection out."""


class Head(NamedTuple):
    """How an answer begins. `length` of its body in bytes, None where it is not known yet."""

    status: int
    headers: Mapping[str, str]
    length: int | None


def reason(status: int) -> str:
    """The words that go with a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def plain(status: int, why: str) -> tuple[Head, bytes]:
    """A refusal in a line of text: how it begins, and its body."""
    body = f"{status} {reason(status)}: {why}\n".encode()
    return Head(status, {"Content-Type": PLAIN, "Connection": "close"}, len(body)), body


@functools.lru_cache(maxsize=1)
def _date(now_s: int) -> str:
    """A second since 1970 as HTTP writes it."""
    return formatdate(now_s, usegmt=True)


class Exchange(Protocol):
    """Where one answer goes."""

    async def send(self, head: Head | None, data: bytes, *, last: bool) -> None:
        """Send the next part: the head first, and once; `last` ends the answer.

        Raises ClientGone when it can go there no more.
        """
        ...


class Asked(Request):
    """A request that came by HTTP. `address` is the client's, with its port; `query` has no `?`.

    Names of `headers` are in small letters; of several with one name the last counts.
    """

    __slots__ = (
        "address",
        "asked_method",
        "body",
        "headers",
        "name",
        "namespace",
        "query",
        "resource",
        "target",
    )

    def __init__(
        self,
        index: int,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes = b"",
        address: str = "",
    ) -> None:
        super().__init__(index, (), path=path, timeout=query.get("timeout"))
        self.asked_method = method
        self.query = query
        self.headers = headers
        self.body = body
        self.address = address
        self.target = path  # as it was sent, with its query
        self.resource = ""  # set, as the two after it, by `kube.describe`
        self.namespace = ""
        self.name = ""

    @property
    def peer(self) -> str:
        """The client's address without its port; empty where it is not known."""
        return self.address.rpartition(":")[0].strip("[]")

    @property
    def method(self) -> str:
        """The HTTP method that was sent."""
        return self.asked_method

    def clone(self) -> "Asked":
        """A copy with fields of its own, and with the same context and client."""
        other = Asked.__new__(Asked)
        for name in (*Request.__slots__, *Asked.__slots__):
            setattr(other, name, getattr(self, name))
        return other


class Answer:
    """Go's http.ResponseWriter over an exchange.

    It holds 4 KiB back, as net/http does: a small answer goes out when the handler ends, with its
    length; so that a panic before that leaves the client without any. `written` counts the bytes of
    the body.
    """

    __slots__ = ("_exchange", "_header", "_held", "_request", "begun", "status", "written")

    def __init__(self, request: Request, exchange: Exchange) -> None:
        self._request = request
        self._exchange = exchange
        self._header: dict[str, str] = {}
        self._held = bytearray()
        self.status: int | None = None
        self.begun = False  # status and headers are on their way
        self.written = 0

    def header(self) -> dict[str, str]:
        """The headers to be sent; changes after the first byte went out have no effect."""
        return self._header

    async def write_header(self, status: int) -> None:
        """Begin the answer with `status`; only the first call counts."""
        if self.status is None:
            self.status = status

    async def write(self, body: bytes) -> Exception | None:
        """Send `body`, or hold it back while it is small; begins a 200 if nothing has begun.

        Returns ClientGone when nobody can get it.
        """
        if self.status is None:
            self.status = 200
        self.written += len(body)
        self._held += body
        return await self._send() if len(self._held) > HELD_BACK_BYTES else None

    async def flush(self) -> None:
        """Send what is held back, after status and headers."""
        if self.status is None:
            self.status = 200
        await self._send()

    async def hijack(self) -> Connection | Exception:
        """This server does not hand out its connections."""
        return CannotHijack("this server hands no bare connection out")

    async def finish(self) -> None:
        """The handler has ended: send the rest, with its length if all is still here."""
        if self.status is None:
            self.status = 200
        await self._send(whole=True)

    async def _send(self, *, whole: bool = False) -> Exception | None:
        held, self._held = bytes(self._held), bytearray()
        head = None
        if not self.begun:
            assert self.status is not None
            self.begun = True
            headers = {"Date": _date(int(time.time())), "Content-Type": PLAIN, **self._header}
            head = Head(self.status, headers, len(held) if whole else None)
        try:
            await self._exchange.send(head, held, last=whole)
        except ClientGone as gone:
            self._request.client.has_left = True
            return gone
        return None
