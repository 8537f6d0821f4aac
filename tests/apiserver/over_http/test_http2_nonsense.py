"""HTTP/2 that makes no sense: it ends its own connection, and nothing else."""

import random
import socket

import pytest

from tests.support.abuse import all_of, unharmed, vanish
from tests.support.http2_client import (
    DATA,
    ENDS,
    GET,
    GOODBYE,
    HEADERS,
    LIST,
    MORE,
    MOST,
    ONE,
    PING,
    POST,
    PREFACE,
    PRIORITY,
    PUSH,
    RESET,
    SETTINGS,
    WHOLE,
    WINDOW,
    asks,
    frame,
    header_block,
    settings_of,
)
from tests.support.served import served

pytestmark = pytest.mark.slow
FAST = ("--http2", "--latency", "0", "--objects", "20")


@pytest.fixture(params=["k8s-1.17", "k8s-1.37"])
def handler(request):
    return request.param


OPENED = asks(1, flags=WHOLE)
X = frame(DATA, 0, 1, b"x")
FAREWELL = frame(GOODBYE, 0, 0, bytes(8))
NONSENSE = {
    "no frame": b"\xff" * 500,
    "a frame longer than allowed": b"\xff\xff\xff" + frame(DATA, 0, 1)[3:],
    "half a frame": asks(1)[:-5],
    "headers on stream 0": asks(0),
    "headers on an even stream": asks(2),
    "a stream's number smaller than the last": asks(5) + asks(3),
    "broken compression": frame(HEADERS, WHOLE | ENDS, 1, b"\xff" * 7),
    "headers that are no text": asks(1, *LIST, (b"a", b"\xff\xfe")),
    "a name that is no text": asks(1, *LIST, (b"\xff", b"a")),
    "a value with a line in it": asks(1, *LIST, (b"a", b"b\r\nc: d")),
    "no path": asks(1, *GET),
    "two paths": asks(1, *LIST, (":path", "/")),
    "a body on a stream that is not open": frame(DATA, 0, 7, b"x"),
    "a body longer than it said": asks(1, *POST, ("content-length", "1"), flags=WHOLE)
    + frame(DATA, ENDS, 1, b"xxx"),
    "a body, and goodbye at once": OPENED + X + FAREWELL,
    "a long body, and goodbye at once": OPENED + frame(DATA, 0, 1, bytes(16_000)) * 4 + FAREWELL,
    "a whole request, and goodbye at once": asks(1) + FAREWELL,
    "a short question, and goodbye at once": asks(1, *GET, (":path", "/healthz")) + FAREWELL,
    "whole requests, and nonsense at once": asks(1) + asks(3) + b"\xff" * 50,
    "a body and a reset at once": OPENED + X + frame(RESET, 0, 1, ONE),
    "a reset of a stream that never was": frame(RESET, 0, 9, ONE),
    "a ping of three bytes": frame(PING, 0, 0, b"abc"),
    "a window that overflows": frame(WINDOW, 0, 0, MOST) * 2,
    "a stream's window that overflows": OPENED + frame(WINDOW, 0, 1, MOST),
    "a window of nothing": frame(WINDOW, 0, 0, bytes(4)),
    "a stream that depends on itself": frame(PRIORITY, 0, 1, ONE + b"x"),
    "a promise by a client": frame(PUSH, WHOLE, 1, ONE + header_block()),
    "wild settings": settings_of([(3, 0), (4, 2**32 - 1), (5, 1), (1, 2**32 - 1)]),
    "tens of thousands of settings": settings_of((key, 1) for key in range(7, 2700)) * 10,
    "a header bomb": frame(
        HEADERS, WHOLE | ENDS, 1, header_block(*LIST, ("a", "x" * 3000)) + b"\xbe" * 9_000
    ),
    "continuations without an end": asks(1, flags=ENDS) + frame(MORE, 0, 1) * 5000,
    "another frame amid headers": asks(1, flags=ENDS) + SETTINGS,
}


ENDED_WITH = {  # GOAWAY's code; where a client has said goodbye itself, or made sense, it gets none
    "no frame": 6,
    "a frame longer than allowed": 6,
    "half a frame": None,
    "headers that are no text": None,
    "a body, and goodbye at once": None,
    "a long body, and goodbye at once": None,
    "a whole request, and goodbye at once": None,
    "a short question, and goodbye at once": None,
    "whole requests, and nonsense at once": 6,
    "a body and a reset at once": None,
    "a ping of three bytes": 6,
    "a window that overflows": 3,
    "a stream's window that overflows": None,  # this stream alone is reset
    "wild settings": 3,
    "tens of thousands of settings": None,
    "a header bomb": 11,
}


def goodbye_in(said):
    """The error code with which the server ended the connection; None where it has not."""
    code = None
    while said:
        length = int.from_bytes(said[:3], "big")
        if said[3] == GOODBYE:
            code = int.from_bytes(said[13:17], "big")
        said = said[9 + length :]
    return code


def test_nonsense_ends_its_own_connection_and_nothing_else(handler):
    with served("--handler", handler, *FAST) as server:
        for what, sent in NONSENSE.items():
            with unharmed(server), server.raw() as line:
                line.sendall(PREFACE + SETTINGS + sent)
                line.shutdown(socket.SHUT_WR)
                assert goodbye_in(all_of(line)) == ENDED_WITH.get(what, 1), what


def test_frames_at_random_do_no_harm(handler):
    """Whole frames of every type with random flags, streams and contents; the seed is fixed."""
    chance = random.Random(handler)
    with served("--handler", handler, *FAST) as server, unharmed(server):
        for _ in range(300):
            frames = [PREFACE, SETTINGS]
            for _ in range(chance.randrange(1, 12)):
                body = chance.choice((header_block(), chance.randbytes(chance.choice((0, 4, 8)))))
                flags = chance.choice((0, 1, 4, 5, chance.randrange(256)))
                stream = chance.choice((0, 1, 1, 3, 5))
                frames.append(frame(chance.randrange(11), flags, stream, body))
            with server.raw() as line:
                line.settimeout(0.02)
                try:
                    line.sendall(b"".join(frames))
                    line.recv(1 << 16)
                except OSError:
                    pass
                if chance.random() < 0.5:
                    vanish(line)
