"""HTTP/2 as no decent client speaks it: bare frames, and a client with a hand on every stream."""

from collections.abc import Iterable
from typing import Any

import h2.config
import h2.connection
import h2.events

from tests.support.served import Served

Field = tuple[str | bytes, str | bytes]
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RESET, SETTING, PUSH, PING, GOODBYE, WINDOW, MORE = range(10)
MOST = (2**31 - 1).to_bytes(4, "big")
ONE = (1).to_bytes(4, "big")
ENDS, WHOLE = 1, 4  # flags: of the stream, of its headers


def frame(kind: int, flags: int, stream: int, body: bytes = b"") -> bytes:
    """A frame as bytes, whether or not there may be such a one."""
    return len(body).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + body


SETTINGS = frame(SETTING, 0, 0)
GET: list[Field] = [(":method", "GET"), (":scheme", "http"), (":authority", "localhost")]
LIST: list[Field] = [*GET, (":path", "/api/v1/pods")]
POST: list[Field] = [(":method", "POST"), *LIST[1:]]


def header_block(*fields: Field) -> bytes:
    """These fields, or a list's, compressed."""
    return h2.connection.H2Connection().encoder.encode(fields or LIST)


def asks(stream: int, *fields: Field, flags: int = WHOLE | ENDS) -> bytes:
    """A request, of these fields or of a list's."""
    return frame(HEADERS, flags, stream, header_block(*fields))


def settings_of(values: Iterable[tuple[int, int]]) -> bytes:
    """A frame of settings, known or not."""
    body = b"".join(key.to_bytes(2, "big") + value.to_bytes(4, "big") for key, value in values)
    return frame(SETTING, 0, 0, body)


def goodbye_in(said: bytes) -> int | None:
    """The error code with which the server ended the connection; None where it has not."""
    code = None
    while said:
        length = int.from_bytes(said[:3], "big")
        if said[3] == GOODBYE:
            code = int.from_bytes(said[13:17], "big")
        said = said[9 + length :]
    return code


class Client:
    """A client of HTTP/2 on a bare connection."""

    def __init__(self, server: Served, settings: dict[int, int] | None = None) -> None:
        self.line = server.raw()
        config = h2.config.H2Configuration(client_side=True, validate_outbound_headers=False)
        self.http = h2.connection.H2Connection(config)
        self.http.initiate_connection()
        if settings:
            self.http.update_settings(settings)
        self.push()

    def push(self) -> None:
        """Send what is queued."""
        self.line.sendall(self.http.data_to_send())

    def ask(self, *headers: Field) -> int:
        """Queue a request; the number of its stream."""
        stream = self.http.get_next_available_stream_id()
        self.http.send_headers(stream, headers or LIST, end_stream=True)
        return stream

    def until(self, kind: type, count: int = 1) -> list[Any]:
        """Events until `count` of a kind have come; fails when the server hangs up before."""
        seen: list[Any] = []
        while sum(isinstance(event, kind) for event in seen) < count:
            data = self.line.recv(1 << 16)
            assert data, f"the server hung up after {seen}"
            for event in self.http.receive_data(data):
                seen.append(event)
                if isinstance(event, h2.events.DataReceived):
                    self.http.acknowledge_received_data(
                        event.flow_controlled_length, event.stream_id
                    )
            self.push()
        return [event for event in seen if isinstance(event, kind)]
