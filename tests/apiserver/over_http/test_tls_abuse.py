"""A port with TLS against clients that speak something else, or stop in the middle."""

import contextlib
import socket
import ssl
import time

import pytest

from tests.support.abuse import all_of, statuses, trusting_all, unharmed, vanish
from tests.support.http2_client import PREFACE, SETTINGS, asks
from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = pytest.mark.slow
OPTIONS = ("--tls", "--http2", "--latency", "0", "--objects", "20")
LIST = b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
TLS_RECORD = b"\x16\x03\x01"


@pytest.fixture(params=["k8s-1.17", "k8s-1.37"], scope="module")
def server(request):
    with served("--handler", request.param, *OPTIONS) as running:
        yield running


def hello():
    """The first bytes of a real client."""
    said = ssl.MemoryBIO()
    client = trusting_all().wrap_bio(ssl.MemoryBIO(), said)
    with contextlib.suppress(ssl.SSLWantReadError):
        client.do_handshake()
    return said.read()


GARBAGE = {
    "zeros": bytes(500),
    "ones": b"\xff" * 500,
    "a record without an end": TLS_RECORD + b"\xff\xff",
    "an empty record": TLS_RECORD + bytes(2),
    "a record of noise": TLS_RECORD + b"\x00\x20" + bytes(range(32)),
    "half a hello": hello()[:100],
    "a hello and noise": hello() + b"\xff" * 100,
    "two hellos": hello() * 2,
    "HTTP/2": PREFACE + SETTINGS,
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
}


@pytest.mark.parametrize("what", GARBAGE)
def test_garbage_ends_its_connection_without_an_answer(server, what):
    with unharmed(server), server.raw() as line:
        line.sendall(GARBAGE[what])
        line.shutdown(socket.SHUT_WR)
        assert statuses(all_of(line)) == []


def test_plain_http_is_told_that_this_is_tls(server):
    with unharmed(server), server.raw() as line:
        line.sendall(LIST)
        said = all_of(line)
        assert said.startswith(b"HTTP/1.0 400 Bad Request\r\n")
        assert said.endswith(b"\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")


def test_handshakes_begun_and_left_hold_up_nobody_and_end_by_themselves(server):
    with unharmed(server):
        lines = [server.raw() for _ in range(300)]
        for at, line in enumerate(lines):
            line.sendall(hello()[: 1 + at])
        began_s = time.monotonic()
        with trusting_all().wrap_socket(server.raw()) as client:
            client.sendall(LIST)
            assert statuses(all_of(client)) == [b"200"]
        assert time.monotonic() - began_s < 2
        for line in lines[:150]:
            vanish(line)
        for line in lines[150:200]:
            line.close()
        for line in lines[200:]:  # these say nothing more, and do not leave
            all_of(line)
            line.close()


def test_what_a_client_offers_in_alpn_does_not_bind_it(server):
    """As with OpenSSL's servers: an offer that nobody knows is as good as none."""
    for offered, spoken in ((["h3"], None), (["http/1.1"], "http/1.1"), (["h2", "x"], "h2")):
        context = trusting_all()
        context.set_alpn_protocols(offered)
        with unharmed(server), context.wrap_socket(server.raw()) as client:
            assert client.selected_alpn_protocol() == spoken
            client.sendall(LIST)  # HTTP/1.1, whatever was agreed on
            assert statuses(all_of(client)) == [b"200"]


def test_http_2_on_a_connection_for_http_1_is_served_as_what_it_is(server):
    context = trusting_all()
    context.set_alpn_protocols(["http/1.1"])
    with unharmed(server), context.wrap_socket(server.raw()) as client:
        client.sendall(PREFACE + SETTINGS + asks(1))
        said = b""
        while b"PodList" not in said:
            piece = client.recv(1 << 16)
            assert piece, said
            said += piece


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_1_0_and_1_1_are_refused_and_1_2_is_not(server):
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2):
        context = trusting_all()
        context.minimum_version = context.maximum_version = version
        context.set_ciphers("ALL:@SECLEVEL=0")
        with unharmed(server), server.raw() as line:
            if version == ssl.TLSVersion.TLSv1_2:
                with context.wrap_socket(line) as client:
                    assert client.version() == "TLSv1.2"
            else:
                with pytest.raises(ssl.SSLError) as refused:
                    context.wrap_socket(line)
                # the server hung up, and it was not the client that would not: trio sends no alert
                assert refused.value.reason == "UNEXPECTED_EOF_WHILE_READING"


def test_clients_that_vanish_amid_a_long_answer_leave_nothing(server):
    with unharmed(server):
        for at in range(30):
            client = trusting_all().wrap_socket(server.raw())
            client.settimeout(PATIENCE_S)
            client.sendall(LIST[:-2] if at % 3 == 0 else LIST)
            if at % 3 == 1:
                client.recv(10)
            vanish(client)
