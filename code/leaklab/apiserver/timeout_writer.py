"""The timeout writer: takes the response away from a handler that is too late for it.

Follows the writer types of pkg/server/filters/timeout.go, the same in kubernetes-1.12.4 and
kubernetes-1.17.0.
"""

import functools
import json

from leaklab.apiserver.golike import (
    ConnectionKilled,
    ErrHandlerTimeout,
    ErrHijacked,
    Mutex,
    duration_text,
)
from leaklab.apiserver.response import Response, Writer

GATEWAY_TIMEOUT = 504


class TimeoutWriter:
    """What the inner handler writes to, until the timeout takes the response away from it.

    One mutex guards three flags. Costs nothing while nobody is slow; with a slow client `write`
    holds the mutex for the whole socket write, and the timeout has to wait for it
    (kubernetes/kubernetes #111886, #119415).
    """

    __slots__ = ("base", "hijacked", "mutex", "timed_out", "wrote_header")

    def __init__(self, base: Writer) -> None:
        self.base = base
        self.mutex = Mutex()
        self.timed_out = False
        self.wrote_header = False
        self.hijacked = False

    def header(self) -> dict[str, str]:
        """The real headers; after the timeout a fresh dict that goes nowhere.

        Go takes the mutex here too, and would wait out another goroutine's slow write.
        """
        return {} if self.timed_out else self.base.header()

    async def write_header(self, status: int) -> None:
        """Begin the response; nothing happens after the timeout or a second time."""
        await self.mutex.lock()
        try:
            if not (self.timed_out or self.wrote_header or self.hijacked):
                self.wrote_header = True
                await self.base.write_header(status)
        finally:
            self.mutex.unlock()

    async def write(self, body: bytes) -> Exception | None:
        """Write to the client. Returns ErrHandlerTimeout or ErrHijacked, unsent, when too late."""
        await self.mutex.lock()
        try:
            if self.timed_out:
                return ErrHandlerTimeout
            if self.hijacked:
                return ErrHijacked
            self.wrote_header = True
            await self.base.write(body)
            return None
        finally:
            self.mutex.unlock()

    async def flush(self) -> None:
        """Flush, unless too late. A flush alone does not count as begun, upstream or here.

        It does send a 200, so that a client can get the timeout's Status as a 200's body.
        """
        await self.mutex.lock()
        try:
            if not self.timed_out:
                await self.base.flush()
        finally:
            self.mutex.unlock()

    async def hijack(self) -> Response | Exception:
        """Take the connection over; returns ErrHandlerTimeout instead after the timeout."""
        await self.mutex.lock()
        try:
            if self.timed_out:
                return ErrHandlerTimeout
            connection = await self.base.hijack()
            self.hijacked = not isinstance(connection, Exception)
            return connection
        finally:
            self.mutex.unlock()

    async def timeout(self, timeout_s: float) -> None:
        """Close the writer and answer 504 with a Status body, if there is still a choice.

        Raises `ConnectionKilled` when the response has begun: half an answer cannot be taken
        back, so the connection is cut.
        """
        await self.mutex.lock()
        try:
            self.timed_out = True
            if self.wrote_header or self.hijacked:
                raise ConnectionKilled("the response had begun when the request timed out")
            await self.base.write_header(GATEWAY_TIMEOUT)
            await self.base.write(status_body(timeout_s))
        finally:
            self.mutex.unlock()


@functools.lru_cache(maxsize=64)
def status_body(timeout_s: float) -> bytes:
    """The JSON Status object of a timed-out request, byte for byte as the Go filter sends it."""
    message = f"Timeout: request did not complete within {duration_text(timeout_s)}"
    status = {
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": "Timeout",
        "details": {},
        "code": GATEWAY_TIMEOUT,
    }
    return json.dumps(status, separators=(",", ":")).encode() + b"\n"
