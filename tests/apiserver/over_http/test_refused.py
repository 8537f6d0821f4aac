"""What could be read in two ways is refused: smuggled requests, lines in headers, other paths."""

import http.client
import json
import socket

import pytest

from tests.support.abuse import all_of, statuses, unharmed
from tests.support.http2_client import PREFACE, SETTINGS, asks, goodbye_in
from tests.support.served import served

pytestmark = pytest.mark.slow
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\n"
INNER = b"GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
NOTHING = b"0\r\n\r\n"
SMUGGLED = {  # what an intermediary may have read as one request, and what is the answer here
    "both lengths": (POST + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n" + NOTHING, b"400"),
    "both lengths, the other way round": (
        POST + CHUNKED + b"Content-Length: 5\r\n\r\n" + NOTHING,
        b"400",
    ),
    "two lengths": (POST + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n", b"400"),
    "two lengths in one": (POST + b"Content-Length: 0, 44\r\n\r\n", b"400"),
    "a length below nothing": (POST + b"Content-Length: -1\r\n\r\n", b"400"),
    "a length with a sign": (POST + b"Content-Length: +0\r\n\r\n", b"400"),
    "a length in hex": (POST + b"Content-Length: 0x0\r\n\r\n", b"400"),
    "chunked, then not": (
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + NOTHING,
        b"501",
    ),
    "chunked twice": (POST + CHUNKED + CHUNKED + b"\r\n" + NOTHING, b"501"),
    "another coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n" + NOTHING, b"501"),
    "a space before the name": (POST + b" Transfer-Encoding: chunked\r\n\r\n" + NOTHING, b"400"),
    "a space after the name": (POST + b"Transfer-Encoding : chunked\r\n\r\n" + NOTHING, b"400"),
    "a folded header": (POST + b"A: b\r\n Transfer-Encoding: chunked\r\n\r\n" + NOTHING, b"400"),
    "a header folded by a tab": (POST + b"A: b\r\n\tContent-Length: 44\r\n\r\n", b"400"),
    "a header before the first folded": (
        POST.replace(b"\r\nHost", b"\r\n A: b\r\nHost") + b"\r\n",
        b"400",
    ),
    "a bare LF after the line": (POST.replace(b"1.1\r\n", b"1.1\n") + b"\r\n", b"400"),
    "a bare LF after a header": (POST + b"A: b\nContent-Length: 44\r\n\r\n", b"400"),
    "a bare LF at the end": (POST + b"\n", b"400"),
    "bare LFs alone": (POST.replace(b"\r", b"") + b"\n", b"400"),
    "a bare CR in a header": (POST + b"A: b\rContent-Length: 44\r\n\r\n", b"400"),
    "a zero byte in a header": (POST + b"A: b\0c\r\n\r\n", b"400"),
    "a control character in a header": (POST + b"A: b\x01c\r\n\r\n", b"400"),
    "a piece that ends in a bare LF": (POST + CHUNKED + b"\r\n0\n\n", b"400"),
    "a piece that ends where it should not": (POST + CHUNKED + b"\r\n1\r\nxx0\r\n\r\n", b"400"),
    "a piece of length below nothing": (POST + CHUNKED + b"\r\n-1\r\n\r\n", b"400"),
    "a piece of a length in 0x": (POST + CHUNKED + b"\r\n0x0\r\n\r\n", b"400"),
    "two targets": (HEAD.replace(b"/healthz", b"/healthz /version") + b"\r\n", b"400"),
    "a line in the target": (HEAD.replace(b"/healthz", b"/a\rb: c") + b"\r\n", b"400"),
    "an escaped line in the target": (HEAD.replace(b"/healthz", b"/a%0d%0ab") + b"\r\n", b"400"),
    "a zero byte in the target": (HEAD.replace(b"/healthz", b"/%00") + b"\r\n", b"400"),
    "two hosts": (HEAD + b"Host: evil.example\r\n\r\n", b"400"),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", b"400"),
    "a host and a target's": (HEAD.replace(b"/healthz", b"http://evil.example/") + b"\r\n", b"400"),
    "a host with a path": (HEAD.replace(b"localhost", b"localhost/x") + b"\r\n", b"400"),
    "an older HTTP": (b"GET /healthz\r\n\r\n", b"400"),
    "a newer HTTP": (HEAD.replace(b"1.1", b"3.0") + b"\r\n", b"505"),
    "a tunnel": (b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", b"405"),
}


@pytest.fixture(scope="module")
def server():
    with served("--handler", "k8s-1.37", "--http2", "--latency", "0", "--objects", "5") as running:
        yield running


@pytest.mark.parametrize("what", SMUGGLED)
def test_what_could_be_two_requests_is_refused_and_what_follows_is_not_served(server, what):
    sent, status = SMUGGLED[what]
    with unharmed(server), server.raw() as line:
        line.sendall(sent + INNER)
        said = all_of(line)
        assert statuses(said) == [status]
        assert b"gitVersion" not in said


def test_what_may_be_is_served_with_what_follows(server):
    """Each form beside those above that is right; also extensions of pieces, which say nothing."""
    right = [
        HEAD + b"\r\n",
        HEAD + b"A: b\xff \t c\r\n\r\n",
        HEAD.replace(b"/healthz", b"http://localhost/healthz") + b"\r\n",
        HEAD + b"Content-Length: 3\r\n\r\nabc",
        HEAD + b"Content-Length: 1, 1\r\n\r\n\n",
        HEAD + CHUNKED + b"\r\n" + NOTHING,
        HEAD + CHUNKED + b'\r\n3;a="b"\r\na\nb\r\n0;c\r\nA: b\r\n\r\n',
    ]
    for sent in right:
        with unharmed(server), server.raw() as line:
            line.sendall(sent + INNER.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            said = all_of(line)
            assert statuses(said) == [b"200", b"200"], sent
            assert b"gitVersion" in said


PATHS = (
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/api/v1/../../etc/passwd",
    "/api/v1/pods/../../../etc/passwd",
    "/api/v1/namespaces/default/pods/..%2f..%2fetc",
    "/static//etc/passwd",
    "/leaklab/../etc/passwd",
    "/leaklab/knobs/..",
    "/%c0%ae%c0%ae/etc/passwd",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file_or_to_another_path(server, path):
    line = http.client.HTTPConnection("127.0.0.1", server.port)
    line.request("GET", path)
    answer = line.getresponse()
    assert answer.status == 404
    assert json.loads(answer.read())["reason"] == "NotFound"
    line.close()


OTHERS = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "169.254.169.254")


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", ["/leaklab/knobs", "/debug/pprof/goroutine?debug=1"])
def test_a_host_that_is_not_its_own_is_refused_by_knobs_and_profile(server, host, path):
    """As a web page would send it whose name was made to mean this machine."""
    bearer = f"Bearer {server.token}"
    assert server.ask(path, host="localhost", authorization=bearer).status == 200
    answer = server.ask(path, host=host, authorization=bearer)
    assert answer.status == 403
    assert b"factor" not in answer.body
    assert b"goroutine profile" not in answer.body


@pytest.mark.parametrize("target", ["/a b", "/a\x7f", "/ä", "/a%0d%0ab", "healthz", ""])
def test_over_http_2_no_target_gets_in_that_http_1_refuses(server, target):
    fields = ((":method", "GET"), (":scheme", "http"), (":authority", "localhost"))
    with unharmed(server), server.raw() as line:
        line.sendall(PREFACE + SETTINGS + asks(1, *fields, (":path", target)))
        line.shutdown(socket.SHUT_WR)
        said = all_of(line)
        assert b"NotFound" not in said
        assert (b"400 Bad Request" in said) != (goodbye_in(said) == 1)
