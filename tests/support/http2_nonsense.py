"""What no client of HTTP/2 may send: by what it is, the bytes after preface and settings."""

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
