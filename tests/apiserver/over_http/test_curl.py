"""curl against `leaklab serve`, over HTTP/1.1 and HTTP/2: heads, watches, 504s, cut answers."""

import json
import re
import time

import pytest

from tests.support.programs import program, run
from tests.support.served import served

pytestmark = pytest.mark.slow
VERSIONS = {"1.1": "--http1.1", "2": "--http2-prior-knowledge"}
# curl 7.88 fails (16) when it uses a connection of prior knowledge again, with hypercorn too.
OVER_TLS = {"1.1": "--http1.1", "2": "--http2"}
GAVE_UP, PARTIAL, NO_DATA, RESET_STREAM, NO_TRUST, FAILED = 28, 18, 56, 92, 60, 22  # man curl
WATCH = "/api/v1/pods?watch=1"
PODS = "/api/v1/pods"

both = pytest.mark.parametrize("version", VERSIONS)


def curl(*arguments):
    return run(program("curl"), "--silent", "--show-error", *arguments)


def heads_and_body(text):
    """The status line, the headers by small names, and the body of what `curl -i` printed."""
    head, _, body = text.partition("\n\n")  # run() reads line ends as text's
    status, *lines = head.splitlines()
    return (
        status.strip(),
        {n.lower(): v.strip() for n, _, v in (x.partition(":") for x in lines)},
        body,
    )


def authority(server):
    """Where the certificate is that clients are to trust, as it was printed."""
    return re.search(r"--cacert (\S+)", server.greeting)[1]


@pytest.fixture(scope="module")
def quick():
    """A server for both versions that answers at once."""
    with served("--http2", "--objects", "7", "--latency", "0") as server:
        yield server


@pytest.fixture(scope="module")
def slow():
    """A server for both versions whose lists take longer than its timeout, over TLS."""
    late = ("--objects", "7", "--latency", "0.9", "--timeout", "0.6")
    with served("--http2", "--tls", *late) as server:
        yield server


@both
def test_the_head_of_an_answer(quick, version):
    said = curl("-i", VERSIONS[version], f"{quick.url}{PODS}?limit=2")
    status, headers, body = heads_and_body(said.out)
    assert status == {"1.1": "HTTP/1.1 200 OK", "2": "HTTP/2 200"}[version]
    assert headers["content-type"] == "application/json"
    assert int(headers["content-length"]) == len(body)
    assert len(json.loads(body)["items"]) == 2


@both
@pytest.mark.parametrize("path", ["/healthz", f"{PODS}?limit=2", "/nothing", "/metrics"])
def test_head_gets_the_head_of_get_and_no_body(quick, version, path):
    asked = [curl(way, VERSIONS[version], quick.url + path).out for way in ("-i", "-I")]
    (status, headers, body), (bare_status, bare_headers, nothing) = map(heads_and_body, asked)
    assert (bare_status, nothing) == (status, "")
    assert bare_headers["content-type"] == headers["content-type"]
    assert body
    for each in (headers, bare_headers):
        assert each.pop("date")  # a second may begin between the two
    if path != "/metrics":  # which is another at each moment
        assert bare_headers == headers


@both
def test_a_watch_comes_in_pieces_and_ends_when_it_was_asked_to(quick, version):
    began_s = time.monotonic()
    said = curl("-i", VERSIONS[version], f"{quick.url}{WATCH}&timeoutSeconds=1")
    assert 1 < time.monotonic() - began_s < 10
    _, headers, body = heads_and_body(said.out)
    events = [json.loads(line) for line in body.splitlines()]
    assert [event["type"] for event in events] == ["ADDED"] * 7
    assert said.code == 0
    assert "content-length" not in headers
    assert headers.get("transfer-encoding") == {"1.1": "chunked", "2": None}[version]


@both
def test_a_watch_outlives_the_timeout_until_its_client_has_enough(slow, version):
    way = (OVER_TLS[version], "--cacert", authority(slow))
    said = curl("--max-time", "1.5", *way, slow.url + WATCH)
    assert said.code == GAVE_UP
    assert len(said.lines) == 7
    assert not any("watch=1" in line for line in slow.log)  # neither timed out nor cut off


@both
def test_a_504_is_a_whole_answer_and_the_connection_goes_on(slow, version):
    way = (OVER_TLS[version], "--cacert", authority(slow))
    asked = (slow.url + PODS, "-o", "/dev/null", slow.url + "/healthz", "-o", "/dev/null")
    said = curl(*way, "-w", "%{http_code} %{num_connects}\\n", *asked)
    assert (said.code, said.lines) == (0, ["504 1", "200 0"])
    assert curl("--fail", *way, slow.url + PODS).code == FAILED
    body = json.loads(curl(*way, slow.url + PODS).out)
    assert body == {  # as recorded of the Go filter of 1.12.4
        "metadata": {},
        "status": "Failure",
        "message": "Timeout: request did not complete within 600ms",
        "reason": "Timeout",
        "details": {},
        "code": 504,
    }


@both
def test_a_client_that_gives_up_before_the_timeout_leaves_a_worker_too(version):
    """1.12 waits for its timer, whoever is gone: recorded as `hangup`, 200 left of 200."""
    with served("--http2", "--latency", "0.9", "--timeout", "0.6", "--objects", "7") as server:
        assert curl("--max-time", "0.3", VERSIONS[version], server.url + PODS).code == GAVE_UP
        assert server.settled(1) == 1


@pytest.fixture(scope="module")
def large():
    """A server of some 16 MB of pods: a slow reader holds the writer's lock past the timeout.

    All of the body may arrive, for one write brings it; what never comes is its end.
    """
    late = ("--objects", "30000", "--latency", "0.1", "--timeout", "0.6")
    with served("--http2", "--tls", *late) as server:
        yield server


def test_a_cut_answer_over_http_1_is_a_closed_connection(large):
    out = ("-o", "/dev/null", "-w", "%{http_code} %{size_download}\\n")
    way = ("--http1.1", "--limit-rate", "6M", "--cacert", authority(large))
    said = curl(*way, *out, large.url + PODS)
    assert said.code in (PARTIAL, NO_DATA)
    status, size = said.out.split()
    assert status == "200"
    assert int(size) > 1_000_000


def test_a_cut_answer_over_http_2_is_a_reset_stream_and_a_watch_beside_it_goes_on(large):
    """Both on one connection: the same local port."""
    out = ("-o", "/dev/null", "-w", "%{local_port} %{exitcode} %{http_code} %{errormsg}\\n")
    way = ("--http2", "--limit-rate", "6M", "--cacert", authority(large))
    watch = f"{large.url}{WATCH}&resourceVersion=1000&timeoutSeconds=5"
    said = curl("--parallel", *way, *out, large.url + PODS, "--next", *way, *out, watch)
    assert said.code == RESET_STREAM
    cut, watched = (line.split(maxsplit=3) for line in said.lines)
    assert cut[1:3] == [str(RESET_STREAM), "200"]
    assert "INTERNAL_ERROR (err 2)" in cut[3]  # the code that net/http resets with, as recorded
    assert watched[:3] == [cut[0], "0", "200"]


def test_over_tls_with_the_printed_authority():
    with served("--http2", "--tls", "--objects", "7", "--latency", "0") as server:
        trust = ("--cacert", authority(server))
        out = ("-o", "/dev/null", "-w", "%{http_version} %{http_code}")
        for version, option in OVER_TLS.items():
            said = curl(*trust, option, *out, server.url + PODS)
            assert (said.code, said.out) == (0, f"{version} 200")
        assert curl(server.url + PODS).code == NO_TRUST
        assert curl(*trust, server.url + "/healthz").out == "ok"


def test_a_large_body_is_refused_before_it_is_sent(quick, tmp_path):
    """curl asks first (Expect: 100-continue) when a body is large."""
    body = tmp_path / "body"
    body.write_bytes(b"x" * 2_000_000)
    said = curl("--http1.1", "-w", "%{http_code}", "--data-binary", f"@{body}", quick.url + PODS)
    assert said.out.endswith("413")
    small = curl("-w", "%{http_code}", "--data-binary", "x" * 100, quick.url + PODS)
    assert small.out.endswith("405")


def test_a_refused_request_is_told_when_to_come_back(tmp_path):
    """The words are those of pkg/server/filters/maxinflight.go; curl waits as it is told."""
    busy = ("--max-in-flight", "1", "--latency", "1", "--timeout", "5", "--objects", "7")
    with served(*busy) as server, server.raw() as line:
        line.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)  # it has the slot
        status, headers, body = heads_and_body(curl("-i", server.url + PODS).out)
        assert status == "HTTP/1.1 429 Too Many Requests"
        assert headers["retry-after"] == "1"
        assert body == "Too many requests, please try again later.\n"
        out = ("-o", str(tmp_path / "body"), "-w", "%{http_code}")  # curl empties it to try again
        assert curl("--retry", "3", *out, server.url + PODS).out == "200"
