"""What abuse of a running server must leave behind: nothing."""

import contextlib
import http.client
import re
import socket
import ssl
import struct
import time
from collections.abc import Iterator

from tests.support.served import Served
from tests.support.serving import PATIENCE_S

PROFILE = "/debug/pprof/goroutine?debug=1"
VANISH = struct.pack("ii", 1, 0)  # SO_LINGER of 0 s: close sends RST


def trusting_all() -> ssl.SSLContext:
    """TLS whose client takes any certificate: what is tried here is no question of trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def asked(server: Served, path: str) -> bytes:
    """What a path answers with 200, over TLS where the server has it."""
    line: http.client.HTTPConnection
    if server.url.startswith("https"):
        line = http.client.HTTPSConnection(
            "127.0.0.1", server.port, timeout=PATIENCE_S, context=trusting_all()
        )
    else:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    with contextlib.closing(line):
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body)
        return body


def tasks(server: Served) -> int:
    """All tasks of the server, as the first line of its profile counts them."""
    found = re.match(rb"goroutine profile: total (\d+)\n", asked(server, PROFILE))
    assert found is not None
    return int(found[1])


@contextlib.contextmanager
def unharmed(server: Served) -> Iterator[None]:
    """After the block the server lives and answers, has logged no fault, and has as many tasks.

    An answer that is cut off by the timeout is no fault, though 1.17 calls it a panic.
    """
    before = tasks(server)
    yield
    assert server.process.poll() is None, server.log
    assert asked(server, "/healthz") == b"ok"
    until_s = time.monotonic() + PATIENCE_S
    while (after := tasks(server)) > before and time.monotonic() < until_s:
        time.sleep(0.1)
    assert after <= before, asked(server, PROFILE).decode()
    faults = [line for line in server.log if re.search("Traceback|panic(?!'d on)", line)]
    faults = [line for line in faults if "killing connection" not in line]
    assert not faults, faults


def vanish(line: socket.socket) -> None:
    """Close with RST, as a client does whose machine lost it."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, VANISH)
    line.close()


def all_of(line: socket.socket) -> bytes:
    """Everything that comes until the server hangs up, with RST too."""
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := line.recv(1 << 16):
            said += piece
    return said


def statuses(said: bytes) -> list[bytes]:
    """The statuses of the answers in it, in their order."""
    return re.findall(rb"HTTP/1\.1 (\d{3}) ", said)
