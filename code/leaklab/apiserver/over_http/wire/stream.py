"""A stream of HTTP/2, and its headers: from bytes, and from an answer's head."""

from dataclasses import dataclass, field

import trio

from leaklab.apiserver.over_http.wire.exchange import NO_BODY, Asked, Head

OF_HTTP1 = frozenset({"Connection"})  # headers that HTTP/2 forbids


@dataclass
class Stream:
    """One stream: what came of its request, and whether its client waits for an answer."""

    number: int
    headers: list[tuple[str, str]]
    body: bytearray = field(default_factory=bytearray)
    settled: trio.Event = field(default_factory=trio.Event)  # its request need not be waited for
    is_whole: bool = False  # all of its request has come
    request: Asked | None = None
    is_open: bool = True

    def hang_up(self) -> None:
        """The client does not wait any more."""
        self.is_open = False
        self.settled.set()
        if self.request is not None:
            self.request.client.has_left = True
            self.request.context.cancel()


def text(of_header: bytes | str) -> str:
    """A name or a value, whatever bytes are in it: as HTTP/1 reads them."""
    return of_header if isinstance(of_header, str) else of_header.decode("latin-1")


def fields(head: Head) -> list[tuple[str, str]]:
    """How an answer begins. Raises ValueError for a value that is no header's."""
    found = [(":status", str(head.status))]
    found += [(name.lower(), value) for name, value in head.headers.items() if name not in OF_HTTP1]
    for name, value in found:
        if not value.isprintable():  # h11 looks at that itself, h2 does not
            raise ValueError(f"Illegal header value {value!r} of {name}")
    if head.length is not None and head.status not in NO_BODY:
        found.append(("content-length", str(head.length)))
    return found
