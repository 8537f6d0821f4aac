"""A fault of the server's own costs the connection it happens on, as in net/http."""

import logging

import pytest
import trio

from leaklab.apiserver.over_http.wire.listener import Front
from leaklab.apiserver.over_http.wire.service import Service
from tests.support.http2_client import PREFACE, SETTINGS, asks

GOOD = b"GET /good HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
BAD = GOOD.replace(b"good", b"bad")
BAD_2 = PREFACE + SETTINGS + asks(1)


async def serve(w, r):
    """An answer whose header would be two, unless /good is asked for."""
    w.header()["A"] = "b" if r.path == "/good" else "b\r\nSet-Cookie: c"
    await w.write(b"whole")


async def said_to(requests):
    """What is said on a connection for each of these, one after another."""
    said = []
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listeners[0].socket.getsockname()[1]
    async with trio.open_nursery() as nursery:
        nursery.start_soon(Front(Service(serve), http2=True, tls=None).serve, listeners, nursery)
        for request in requests:
            async with await trio.open_tcp_stream("127.0.0.1", port) as line:
                await line.send_all(request)
                await line.send_eof()
                with trio.fail_after(10):
                    said.append(b"".join([piece async for piece in line]))
        nursery.cancel_scope.cancel()
    return said


@pytest.mark.parametrize("bad", [BAD, BAD_2], ids=["HTTP/1.1", "HTTP/2"])
def test_a_header_that_would_be_two_is_not_sent_and_others_are_served(bad, caplog):
    with caplog.at_level(logging.ERROR):
        first, second = trio.run(said_to, [bad, GOOD])
    assert b"whole" not in first
    assert second.startswith(b"HTTP/1.1 200 OK\r\n")
    assert second.endswith(b"\r\n\r\nwhole")
    (record,) = caplog.records
    assert record.getMessage().startswith("http: panic serving 127.0.0.1:")
    assert "Illegal header value" in record.getMessage()
