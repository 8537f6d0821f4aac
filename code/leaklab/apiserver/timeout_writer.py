"""The timeout writer: takes the response away from a handler that is too late for it.

Follows the writer types of pkg/server/filters/timeout.go: `TimeoutWriter` those of
kubernetes-1.12.4 and 1.17.0, which are the same, the two after it those of later releases.
"""

import functools
import json
from typing import ClassVar

from leaklab.apiserver.golike import (
    ConnectionKilled,
    ErrAbortHandler,
    ErrHandlerTimeout,
    ErrHijacked,
    Mutex,
    Panic,
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

    cuts_off_with: ClassVar[type[Panic]] = ConnectionKilled
    names_timeout: ClassVar[bool] = True

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
                self._begin()
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
            self._begin()
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

    def _begin(self) -> None:
        self.wrote_header = True

    async def timeout(self, timeout_s: float) -> None:
        """Close the writer and answer 504 with a Status body, if there is still a choice.

        Raises `cuts_off_with` when the response has begun: half an answer cannot be taken back.
        """
        await self.mutex.lock()
        try:
            self.timed_out = True
            if self.wrote_header or self.hijacked:
                raise self.cuts_off_with("the response had begun when the request timed out")
            await self.base.write_header(GATEWAY_TIMEOUT)
            await self.base.write(status_body(timeout_s if self.names_timeout else None))
        finally:
            self.mutex.unlock()


class AbortingWriter(TimeoutWriter):
    """Since 1.20 (#95002) the abort sentinel cuts a response off, and no stack is logged for it.

    Since 1.21 (#96901) the deadline may be the client's, so the 504's body names no duration.
    """

    __slots__ = ()

    cuts_off_with = ErrAbortHandler
    names_timeout = False


class OwnHeadersWriter(AbortingWriter):
    """Since 1.24 (#107452) the inner handler's headers are its own until its response begins.

    Before, handler and timeout could change one map at the same time, which ends a Go program.
    """

    __slots__ = ("_own",)

    def __init__(self, base: Writer) -> None:
        super().__init__(base)
        self._own = dict(base.header())

    def header(self) -> dict[str, str]:
        """The handler's own headers; after the timeout a fresh dict that goes nowhere."""
        return {} if self.timed_out else self._own

    def _begin(self) -> None:
        if not self.wrote_header:
            self.base.header().update(self._own)
        self.wrote_header = True


@functools.lru_cache(maxsize=64)
def status_body(timeout_s: float | None) -> bytes:
    """The JSON Status object of a timed-out request, byte for byte as the Go filter sends it.

    Up to 1.20 its message names the timeout; None gives that of later releases.
    """
    within = "the allotted timeout" if timeout_s is None else duration_text(timeout_s)
    message = f"Timeout: request did not complete within {within}"
    status = {
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": "Timeout",
        "details": {},
        "code": GATEWAY_TIMEOUT,
    }
    return json.dumps(status, separators=(",", ":")).encode() + b"\n"
