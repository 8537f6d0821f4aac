"""One connection of HTTP/2: many requests at once, each a stream.

h2 knows the protocol (it is under httpx and hypercorn). What is here is net/http's part: a task for
each stream; a handler that panics costs its stream and no other; a client that resets a stream, or
leaves, ends its request's context. Whatever h2 cannot make sense of ends this connection alone.
"""

import contextlib
import math

import trio
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    RemoteSettingsChanged,
    RequestReceived,
    StreamEnded,
    StreamReset,
    WindowUpdated,
)
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes, Settings

from leaklab.apiserver.over_http.wire import limits
from leaklab.apiserver.over_http.wire.asking import Bad, asked
from leaklab.apiserver.over_http.wire.exchange import LOST, NO_BODY, Asked, ClientGone, Head, plain
from leaklab.apiserver.over_http.wire.service import Service
from leaklab.apiserver.over_http.wire.stream import Stream, fields, text

MAKES_ROOM = (WindowUpdated, RemoteSettingsChanged, StreamReset)
AT_WORK = 4 * limits.STREAMS  # handlers, those of streams that were reset too; chosen


class Http2:
    """A connection whose client speaks HTTP/2. `begun` is what it has sent so far."""

    def __init__(
        self, stream: trio.abc.Stream, service: Service, address: str, begun: bytes
    ) -> None:
        self._stream = stream
        self._service = service
        self._address = address
        self._begun = begun
        self.http = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self.http.local_settings = Settings(  # h2 would begin with others, and change them later
            client=False,
            initial_values={
                SettingCodes.MAX_CONCURRENT_STREAMS: limits.STREAMS,
                SettingCodes.MAX_HEADER_LIST_SIZE: limits.HEAD_BYTES,
            },
        )
        self._streams: dict[int, Stream] = {}
        self._at_work = 0
        self._idle = trio.CancelScope()  # in which the next bytes are waited for
        self._bodies = 0  # bytes of requests that are held
        self._out = bytearray()
        self._queued = trio.Event()  # there is something to send
        self._changed = trio.Event()  # a window grew, bytes were sent, a client left: there is room
        self._over = False

    async def run(self) -> None:
        """Serve the connection until either side ends it, and its handlers to their ends.

        No handler is cancelled: Go has no means for that, and what a filter leaves behind would not
        be what it leaves in Go.
        """
        self.http.initiate_connection()
        async with trio.open_nursery() as around:
            around.start_soon(self._write)
            async with trio.open_nursery() as handlers:
                await self._read(handlers)
                self.queue()  # h2's goodbye, with its reason
                with trio.move_on_after(limits.LINGER_S):
                    while self._out and not self._over:
                        await self._changed.wait()
                    while await self._receive():
                        pass  # else what still comes would destroy the goodbye
                self._end()
            around.cancel_scope.cancel()

    def _end(self) -> None:
        """Nothing comes or goes any more."""
        self._over = True
        for stream in self._streams.values():
            stream.hang_up()
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = trio.Event()

    async def _read(self, handlers: trio.Nursery) -> None:
        data = self._begun
        self.queue()
        while not self._over:
            grew = False
            try:
                for event in self.http.receive_data(data) if data else ():
                    if isinstance(event, ConnectionTerminated):
                        return
                    self._take(event, handlers)
                    grew = grew or isinstance(event, MAKES_ROOM)
                    if self._at_work > AT_WORK or self._bodies > limits.BODIES_BYTES:
                        self.http.close_connection(ErrorCodes.ENHANCE_YOUR_CALM)
                        return
                rest = self.http.incoming_buffer._data  # begins with a frame's length
                if len(rest) > 2 and int.from_bytes(rest[:3]) > self.http.max_inbound_frame_size:
                    # h2 would find that out when all of the frame has come: up to 16 MiB
                    self.http.close_connection(ErrorCodes.FRAME_SIZE_ERROR)
                    return
            except ProtocolError:
                return
            self.queue()
            if grew:  # to wake those who wait for nothing would let a flood of pings be dear
                self._tell()
            while len(self._out) > limits.OUT_BYTES and not self._over:
                await self._changed.wait()  # who does not read gets nothing new to do
            data = await self._receive()
            if not data:
                return

    async def _receive(self) -> bytes:
        """What the client sends next; nothing when it has left or been idle for too long."""
        with trio.CancelScope() as self._idle:
            self._at_rest()
            try:
                return bytes(await self._stream.receive_some(limits.PIECE_BYTES))
            except LOST:
                pass
        return b""

    def _at_rest(self) -> None:
        """While nothing is at work the client has a while to ask for something."""
        self._idle.deadline = math.inf if self._at_work else trio.current_time() + limits.IDLE_S

    def _take(self, event: Event, handlers: trio.Nursery) -> None:
        stream = self._streams.get(getattr(event, "stream_id", 0))
        if isinstance(event, RequestReceived):
            headers = [(text(name), text(value)) for name, value in event.headers]
            stream = self._streams[event.stream_id] = Stream(event.stream_id, headers)
            self._at_work += 1
            handlers.start_soon(self._serve, stream)
        elif isinstance(event, DataReceived):
            self.http.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            if stream is not None and len(stream.body) <= limits.BODY_BYTES:
                stream.body += event.data
                self._bodies += len(event.data)
                if len(stream.body) > limits.BODY_BYTES:
                    stream.settled.set()
        elif isinstance(event, StreamEnded) and stream is not None:
            stream.is_whole = True
            stream.settled.set()
        elif isinstance(event, StreamReset) and stream is not None:
            stream.hang_up()

    async def _serve(self, stream: Stream) -> None:
        exchange = _Exchange(self, stream)
        try:
            if not stream.settled.is_set():
                with trio.move_on_after(limits.BODY_S):
                    await stream.settled.wait()
            if not stream.is_whole and not stream.is_open:
                return
            stream.request = request = self._asked(stream)
            if not stream.is_open:
                stream.hang_up()  # it left before its handler could begin
            exchange.is_head = request.method == "HEAD"
            if not await self._service.serve(request, exchange):
                self.reset(stream, ErrorCodes.INTERNAL_ERROR)
        except Bad as bad:
            await exchange.refuse(bad)
            if not stream.is_whole:
                self.reset(stream, ErrorCodes.NO_ERROR)  # the rest of its request is not wanted
        finally:
            self._at_work -= 1
            self._at_rest()
            self._bodies -= len(stream.body)
            self._streams.pop(stream.number, None)

    def _asked(self, stream: Stream) -> Asked:
        if len(stream.body) > limits.BODY_BYTES:
            raise Bad(413, f"the body is longer than {limits.BODY_BYTES:,} bytes")
        if not stream.is_whole:
            raise Bad(408, f"no whole body within {limits.BODY_S:g} s")
        given = dict(stream.headers)
        headers = {name: value for name, value in stream.headers if not name.startswith(":")}
        host = given.get(":authority", headers.get("host", ""))
        if headers.get("host", host) != host:
            raise Bad(400, ":authority and Host name two hosts")
        headers["host"] = host
        method, target = given.get(":method", ""), given.get(":path", "")
        index = self._service.next_index()
        return asked(index, method, target, headers, bytes(stream.body), self._address)

    def queue(self) -> None:
        """Hand what h2 wants to be sent to the task that sends it."""
        data = self.http.data_to_send()
        if data:
            self._out += data
            self._queued.set()

    async def _write(self) -> None:
        while True:
            if not self._out:
                self._queued = trio.Event()
                await self._queued.wait()
            data = bytes(self._out[: limits.PIECE_BYTES])
            try:
                with trio.fail_after(limits.STALL_S):
                    await self._stream.send_all(data)
            except (*LOST, trio.TooSlowError):
                self._out.clear()
                self._end()
                await trio.aclose_forcefully(self._stream)  # and so ends what reads
                return
            del self._out[: len(data)]
            self._tell()

    def check(self, stream: Stream) -> None:
        """Raise ClientGone if this stream's client has gone."""
        if self._over or not stream.is_open:
            raise ClientGone("the client has gone")

    async def has_room(self, stream: Stream) -> int:
        """Wait until the client's windows and this connection take more; the bytes they take."""
        until_s = trio.current_time() + limits.STALL_S
        while True:
            self.check(stream)
            room = self.http.local_flow_control_window(stream.number)
            if room > 0 and len(self._out) <= limits.OUT_BYTES:
                return min(room, self.http.max_outbound_frame_size)
            self.queue()  # what comes before, such as headers
            with trio.move_on_at(until_s) as stalled:
                await self._changed.wait()
            if stalled.cancelled_caught:
                self.reset(stream, ErrorCodes.CANCEL)
                stream.hang_up()

    def reset(self, stream: Stream, code: ErrorCodes) -> None:
        """End a stream, where it has not ended."""
        if not self._over and stream.is_open:
            with contextlib.suppress(ProtocolError):
                self.http.reset_stream(stream.number, code)
            self.queue()


class _Exchange:
    """Where the answer to one stream's request goes."""

    def __init__(self, connection: Http2, stream: Stream) -> None:
        self._connection = connection
        self._stream = stream
        self.is_head = False
        self._bare = False

    async def send(self, head: Head | None, data: bytes, *, last: bool) -> None:
        """Queue the next part of the answer, and wait while the client takes no more."""
        try:
            await self._send(head, data, last=last)
        except ProtocolError:  # the connection has ended, and h2 knew first
            raise ClientGone("the client has gone") from None

    async def _send(self, head: Head | None, data: bytes, *, last: bool) -> None:
        connection, stream = self._connection, self._stream
        connection.check(stream)
        if head is not None:
            self._bare = self.is_head or head.status in NO_BODY
        rest = b"" if self._bare else data
        if head is not None:
            connection.http.send_headers(stream.number, fields(head), end_stream=last and not rest)
        at = 0
        while at < len(rest):
            room = await connection.has_room(stream)
            piece, at = rest[at : at + room], at + room
            connection.http.send_data(stream.number, piece, end_stream=last and at >= len(rest))
            connection.queue()
        if head is None and last and not rest:
            connection.http.end_stream(stream.number)
        connection.queue()

    async def refuse(self, bad: Bad) -> None:
        """Answer a request that is none."""
        head, body = plain(bad.status, str(bad))
        try:
            await self.send(head, body, last=True)
        except ClientGone:
            return
