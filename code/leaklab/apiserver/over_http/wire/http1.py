"""One connection of HTTP/1: requests one after another, each answered before the next is begun.

h11 reads and writes the protocol (the parser under httpx and uvicorn). What is here is net/http's
part: a handler that panics costs the connection, and a client that hangs up ends its request's
context.
"""

import re

import h11
import trio

from leaklab.apiserver.over_http.wire import limits
from leaklab.apiserver.over_http.wire.asking import Bad, asked
from leaklab.apiserver.over_http.wire.exchange import (
    LOST,
    NO_BODY,
    Asked,
    ClientGone,
    Head,
    plain,
    reason,
)
from leaklab.apiserver.over_http.wire.service import Service

FED = 1 << 14
STRAY = re.compile(rb"(?<!\r)\n|\r(?!\n)|\n[ \t]|[\0-\x08\v\f\x0e-\x1f\x7f]")  # in a head


class Http1:
    """A connection whose client speaks HTTP/1. `begun` is what it has sent so far."""

    def __init__(
        self, stream: trio.abc.Stream, service: Service, address: str, begun: bytes
    ) -> None:
        self._stream = stream
        self._service = service
        self._address = address
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=limits.HEAD_BYTES)
        self._early = bytearray(begun)  # sent by the client, not yet given to h11
        self._changed = trio.Event()  # bytes came, or were taken, or the client left
        self._gone = False
        self._request: Asked | None = None  # the one that is served

    async def run(self) -> None:
        """Serve the connection until either side ends it."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._read)
            try:
                await self._serve()
            except h11.RemoteProtocolError as error:
                await self._refuse(error.error_status_hint, str(error))
            except Bad as bad:
                await self._refuse(bad.status, str(bad))
            except ClientGone:
                pass
            nursery.cancel_scope.cancel()

    async def _read(self) -> None:
        """Take in what the client sends, though not far ahead; notice when it hangs up."""
        while not self._gone:
            try:
                data = await self._stream.receive_some(limits.PIECE_BYTES)
            except LOST:
                data = b""
            self._early += data
            if not data:
                self._leave()
            self._tell()
            if len(self._early) >= limits.EARLY_BYTES:
                await self._until_taken()

    def _leave(self) -> None:
        """The client is not there any more: who works for it may know."""
        self._gone = True
        if self._request is not None:
            self._request.client.has_left = True
            self._request.context.cancel()

    async def _until_taken(self) -> None:
        """Wait until some of what was sent ahead is served; not for ever.

        Behind all that it cannot be seen whether the client is still there.
        """
        with trio.move_on_after(limits.IDLE_S) as stuck:
            while len(self._early) >= limits.EARLY_BYTES:
                await self._changed.wait()
        if stuck.cancelled_caught:
            await trio.aclose_forcefully(self._stream)

    def _tell(self) -> None:
        self._changed.set()
        self._changed = trio.Event()

    async def _serve(self) -> None:
        while await self._begins():
            with trio.move_on_after(limits.HEAD_S) as slow:
                head = await self._head()
            if slow.cancelled_caught:
                raise Bad(408, f"no whole request within {limits.HEAD_S:g} s")
            if not isinstance(head, h11.Request):
                return  # the client is done
            request = self._asked(head, await self._body(head))
            self._request = request
            whole = await self._service.serve(request, _Exchange(self, request))
            self._request = None
            if not whole or self._http.states != {h11.CLIENT: h11.DONE, h11.SERVER: h11.DONE}:
                return
            self._http.start_next_cycle()

    async def _begins(self) -> bool:
        """Wait for a request's first byte; False when none comes."""
        if self._early or self._http.trailing_data[0]:
            return True
        with trio.move_on_after(limits.IDLE_S):
            while not self._early:
                if self._gone:
                    return False
                await self._changed.wait()
            return True
        return False

    async def _head(self) -> object:
        """The next request. Raises Bad for bytes that others may read in another way than h11."""
        seen = bytearray(self._http.trailing_data[0])
        while (event := self._http.next_event()) is h11.NEED_DATA:
            seen += await self._feed()
        if isinstance(event, h11.Request):
            if STRAY.search(seen, 0, len(seen) - len(self._http.trailing_data[0])):
                raise Bad(400, "a line, or a character in it, is none of HTTP's")
            if event.http_version not in (b"1.0", b"1.1"):
                raise Bad(505, "HTTP/1.1 is spoken here")
        return event

    async def _next(self) -> object:
        """The next event of the client's side."""
        while (event := self._http.next_event()) is h11.NEED_DATA:
            await self._feed()
        return event

    async def _feed(self) -> bytes:
        """Give h11 what the client has sent, or nothing if it has left; wait for that."""
        while not self._early and not self._gone:
            await self._changed.wait()
        data = bytes(self._early[:FED])  # h11 looks at its limit between two of these
        del self._early[:FED]
        self._tell()
        self._http.receive_data(data)
        return data

    async def _body(self, head: h11.Request) -> bytes:
        names = [name for name, _ in head.headers]
        if b"transfer-encoding" in names and b"content-length" in names:
            raise Bad(400, "both Transfer-Encoding and Content-Length are given")
        if b"transfer-encoding" not in names and b"content-length" not in names:
            self._http.next_event()  # the request's end
            return b""
        body = bytearray()
        with trio.move_on_after(limits.BODY_S) as slow:
            if self._http.they_are_waiting_for_100_continue:
                await self.push(
                    self._http.send(h11.InformationalResponse(status_code=100, headers=[]))
                )
            while isinstance(event := await self._next(), h11.Data):
                body += event.data
                if len(body) > limits.BODY_BYTES:
                    raise Bad(413, f"the body is longer than {limits.BODY_BYTES:,} bytes")
        if slow.cancelled_caught:
            raise Bad(408, f"no whole body within {limits.BODY_S:g} s")
        return bytes(body)

    def _asked(self, head: h11.Request, body: bytes) -> Asked:
        texts = [each.decode("latin-1") for each in (head.method, head.target)]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        request = asked(
            self._service.next_index(), texts[0], texts[1], headers, body, self._address
        )
        if self._gone:
            request.context.cancel()
        return request

    async def push(self, data: bytes | None) -> None:
        """Send bytes. Raises ClientGone when the client takes none for a while."""
        assert data is not None
        try:
            for at in range(0, len(data), limits.PIECE_BYTES):
                with trio.fail_after(limits.STALL_S):
                    await self._stream.send_all(data[at : at + limits.PIECE_BYTES])
        except (*LOST, trio.TooSlowError):
            self._leave()
            await trio.aclose_forcefully(self._stream)  # half of a piece may have gone out
            raise ClientGone("the client has gone") from None

    def encoded(self, head: Head | None, data: bytes, *, last: bool) -> bytes:
        """The next part of an answer as bytes."""
        out: list[bytes | None] = []
        if head is not None:
            headers = list(head.headers.items())
            if head.length is not None:
                headers.append(("Content-Length", str(head.length)))
            event = h11.Response(
                status_code=head.status, headers=headers, reason=reason(head.status)
            )
            out.append(self._http.send(event))
        if data:
            out.append(self._http.send(h11.Data(data=data)))
        if last:
            out.append(self._http.send(h11.EndOfMessage()))
        return b"".join(part for part in out if part)

    async def _refuse(self, status: int, why: str) -> None:
        """Answer what is no request, as plainly as net/http does, and hang up."""
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return  # an answer has begun
        head, body = plain(status, why)
        lines = [f"HTTP/1.1 {status} {reason(status)}", f"Content-Length: {head.length}"]
        lines += [f"{name}: {value}" for name, value in head.headers.items()]
        try:
            await self.push("\r\n".join([*lines, "", ""]).encode() + body)
            if isinstance(self._stream, trio.SocketStream):
                await self._stream.send_eof()
        except (ClientGone, *LOST):
            return
        with trio.move_on_after(limits.LINGER_S):  # else what still comes would destroy the answer
            while not self._gone:
                self._early.clear()
                self._tell()
                await self._changed.wait()


class _Exchange:
    """Where the answer to one request goes."""

    def __init__(self, connection: Http1, request: Asked) -> None:
        self._connection = connection
        self._is_head = request.method == "HEAD"
        self._bare = False

    async def send(self, head: Head | None, data: bytes, *, last: bool) -> None:
        """Send the next part of the answer, as fast as the client takes it."""
        if head is not None:
            self._bare = self._is_head or head.status in NO_BODY
            if head.status in NO_BODY:
                head = head._replace(length=None)
        encoded = self._connection.encoded(head, b"" if self._bare else data, last=last)
        await self._connection.push(encoded)
