"""Clients that cost next to nothing, so that an open loop keeps its times on a busy machine."""

from typing import Protocol

import trio
from h2.connection import H2Connection
from h2.events import DataReceived, Event, ResponseReceived, StreamEnded, StreamReset


class Asks(Protocol):
    """One request; its status and body. A cancelled one is given up as a client gives up."""

    async def __call__(self, path: str) -> tuple[int, bytes]:
        """Ask for a path."""
        ...


class Http1:
    """HTTP/1.1, a connection for each request; cancelled, it closes it."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __call__(self, path: str) -> tuple[int, bytes]:
        """Ask for a path."""
        async with await trio.open_tcp_stream("127.0.0.1", self._port) as stream:
            request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            await stream.send_all(request.encode())
            said = b"".join([piece async for piece in stream])
        head, _, body = said.partition(b"\r\n\r\n")
        if b"chunked" in head:
            body = _joined(body)
        return int(head.split(b" ", 2)[1]), body


def _joined(body: bytes) -> bytes:
    """A chunked body without its chunks' lengths."""
    pieces = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        pieces.append(rest[:length])
        body = rest[length + 2 :]
    return b"".join(pieces)


class Http2:
    """HTTP/2 by prior knowledge, all requests on one connection; cancelled, it resets its stream.

    `run` it in a nursery before the first request.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._http = H2Connection()
        self._ended: dict[int, trio.Event] = {}
        self._said: dict[int, tuple[int, bytes]] = {}
        self._lock = trio.Lock()
        self._stream: trio.SocketStream | None = None

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Read what comes, until the server closes the connection or this is cancelled."""
        self._stream = await trio.open_tcp_stream("127.0.0.1", self._port)
        async with self._stream:
            self._http.initiate_connection()
            await self._push()
            task_status.started()
            async for piece in self._stream:
                for event in self._http.receive_data(piece):
                    self._take(event)
                await self._push()

    def _take(self, event: Event) -> None:
        number = getattr(event, "stream_id", 0)
        status, body = self._said.get(number, (0, b""))
        if isinstance(event, ResponseReceived):
            status = int(dict(event.headers)[b":status"])
        elif isinstance(event, DataReceived):
            body += event.data
            self._http.acknowledge_received_data(event.flow_controlled_length, number)
        if number:
            self._said[number] = status, body
        if isinstance(event, StreamEnded | StreamReset) and number in self._ended:
            self._ended[number].set()

    async def _push(self) -> None:
        async with self._lock:
            assert self._stream is not None
            await self._stream.send_all(self._http.data_to_send())

    async def __call__(self, path: str) -> tuple[int, bytes]:
        """Ask for a path; status 0 if the stream was reset before it had one."""
        number = self._http.get_next_available_stream_id()
        self._ended[number] = trio.Event()
        names = (":method", "GET"), (":scheme", "http"), (":authority", "localhost")
        self._http.send_headers(number, [*names, (":path", path)], end_stream=True)
        try:
            await self._push()
            await self._ended[number].wait()
        except trio.Cancelled:
            self._http.reset_stream(number, 8)  # CANCEL
            with trio.CancelScope(shield=True):
                await self._push()
            raise
        return self._said.pop(number)
