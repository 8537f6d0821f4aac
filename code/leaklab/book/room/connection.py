"""A connection that may not take its time: uvicorn's, with limits that uvicorn has not.

uvicorn ends a connection that is idle between two requests. One on which a request trickles in
would stay for ever, and a few hundred of those would leave no room for anybody else.
"""

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S = 15  # from a connection's or a request's first byte to its last
FROM_ONE = 64  # connections from one address; a browser opens six
open_from: Counter[str] = Counter()  # by address, while they are open


class Connection(H11Protocol):
    """One connection to the room's server."""

    _due: asyncio.TimerHandle | None = None
    _counted = ""

    def connection_made(self, transport: Any) -> None:
        """Begin, unless this address has too many already. Loopback may be a proxy: no limit."""
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        if host and not host.startswith("127.") and host != "::1":
            if open_from[host] >= FROM_ONE:
                transport.abort()
                return
            open_from[host] += 1
            self._counted = host
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._came()
        if self._counted:
            open_from[self._counted] -= 1
            if not open_from[self._counted]:
                del open_from[self._counted]
            self._counted = ""
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request: the clock runs until its end."""
        self._wait()
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._came()

    def on_response_complete(self) -> None:
        """The answer is out; what is left of the request need not come."""
        self._came()
        super().on_response_complete()

    def _wait(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(REQUEST_S, self._late)

    def _came(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _late(self) -> None:
        self._due = None
        self.transport.abort()
