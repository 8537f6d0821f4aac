"""Where connections come in: sockets, TLS, and which HTTP each client speaks."""

import contextlib
import logging
import ssl
from collections.abc import Sequence

import trio

from leaklab.apiserver.over_http.wire import limits
from leaklab.apiserver.over_http.wire.exchange import LOST
from leaklab.apiserver.over_http.wire.http1 import Http1
from leaklab.apiserver.over_http.wire.http2 import Http2
from leaklab.apiserver.over_http.wire.service import Service

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
NOT_TLS = (  # as net/http
    b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
)
LOG = logging.getLogger(__name__)


class Front:
    """Takes connections for a service: HTTP/1, with `http2` HTTP/2 too; with `tls` over TLS."""

    def __init__(self, service: Service, *, http2: bool, tls: ssl.SSLContext | None) -> None:
        self._service = service
        self._http2 = http2
        self._tls = tls
        self.connections = 0

    async def serve(self, listeners: Sequence[trio.SocketListener], nursery: trio.Nursery) -> None:
        """Take connections until cancelled. Each gets a task in `nursery`."""
        await trio.serve_listeners(self._connection, list(listeners), handler_nursery=nursery)

    async def _connection(self, stream: trio.SocketStream) -> None:
        if self.connections >= limits.CONNECTIONS:
            return
        self.connections += 1
        try:
            await self._serve(stream)
        except (*LOST, ssl.SSLError):
            pass
        except Exception as fault:  # as in net/http, it costs this connection and not the process
            LOG.error("http: panic serving %s: %r", _address(stream), fault)
        finally:
            self.connections -= 1
            await trio.aclose_forcefully(stream)

    async def _serve(self, socket: trio.SocketStream) -> None:
        address = _address(socket)
        stream: trio.abc.Stream = socket
        if self._tls is not None:
            secure = trio.SSLStream(socket, self._tls, server_side=True, https_compatible=True)
            with trio.move_on_after(limits.HANDSHAKE_S) as slow:
                try:
                    await secure.do_handshake()
                except trio.BrokenResourceError as broken:
                    if getattr(broken.__cause__, "reason", "") == "HTTP_REQUEST":
                        await socket.send_all(NOT_TLS)
                    raise
            if slow.cancelled_caught:
                return
            stream = secure
        begun = await self._first(stream)
        kind = Http2 if self._http2 and begun.startswith(PREFACE) else Http1
        await kind(stream, self._service, address, begun).run()
        if self._tls is not None:
            with trio.move_on_after(limits.LINGER_S), contextlib.suppress(*LOST):
                await stream.aclose()

    async def _first(self, stream: trio.abc.Stream) -> bytes:
        """Enough of what the client sends first to tell which HTTP it is."""
        begun = b""
        with trio.move_on_after(limits.HEAD_S):
            while self._http2 and PREFACE.startswith(begun) and len(begun) < len(PREFACE):
                data = await stream.receive_some(limits.HEAD_BYTES)
                if not data:
                    break
                begun += bytes(data)
        return begun


def _address(stream: trio.SocketStream) -> str:
    """The client's address with its port; empty where it has none any more."""
    try:
        host, port = stream.socket.getpeername()[:2]
    except OSError:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def allow_many_files() -> None:
    """Let this process open as many sockets as it may, where there is such a limit."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
