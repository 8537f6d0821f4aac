"""`go tool pprof` against `leaklab serve`: it finds the parked send, with its exact count."""

import concurrent.futures
import contextlib
import http.client
import re
import time

import pytest

from tests.support.profile_readers import read_debug1, read_debug2
from tests.support.programs import program, run
from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = pytest.mark.slow
LATE = ("--latency", "0.9", "--timeout", "0.6", "--objects", "5")
PARKED = 23
WORKER = "leaklab.apiserver.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker"
SEND = "trio._channel.MemorySendChannel.send"
PATH = "/debug/pprof/goroutine"


def time_out(server, count):
    """So many lists that time out."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        statuses = [each.status for each in pool.map(server.ask, ["/api/v1/pods"] * count)]
    assert statuses == [504] * count


@pytest.fixture(scope="module")
def leaked():
    """A server of 1.12 after so many timed out lists."""
    with served(*LATE) as server:
        time_out(server, PARKED)
        assert server.settled(PARKED) == PARKED
        yield server


def pprof(server, folder, *options):
    """What `go tool pprof` prints of a running server."""
    url = f"{server.url}{PATH}"
    more = {"PPROF_TMPDIR": str(folder)}
    said = run(program("go"), "tool", "pprof", *options, url, more=more)
    assert said.code == 0, said.err
    return said


def test_top_shows_the_worker_with_its_count(leaked, tmp_path):
    said = pprof(leaked, tmp_path, "-top")
    rows = {}
    for line in said.lines:
        found = re.fullmatch(r" +(\d+) +[\d.]+% +[\d.]+% +(\d+) +[\d.]+%  (\S+)", line)
        if found:
            rows[found[3]] = int(found[2])  # with all that it calls
    assert rows[WORKER] == rows[SEND] == PARKED
    total = int(re.search(r"of (\d+) total", said.out)[1])
    assert PARKED < total < PARKED + 12  # the server's own few
    assert "Saved profile in" in said.err


def test_raw_and_traces_show_one_stack_and_its_state(leaked, tmp_path):
    raw = pprof(leaked, tmp_path, "-raw").out
    assert re.search(rf"^ +{PARKED}: [\d ]+\n +state:\[chan send\]$", raw, re.MULTILINE)
    stacks = pprof(leaked, tmp_path, "-traces").out.split("-----------+")
    parked = [stack for stack in stacks if WORKER in stack]
    assert len(parked) == 1
    assert re.search(r"state: +chan send\n +23 ", parked[0])
    assert parked[0].index(SEND) < parked[0].index(WORKER)


def test_a_peek_at_the_worker_shows_what_it_waits_for(leaked, tmp_path):
    lines = pprof(leaked, tmp_path, "-peek", re.escape(WORKER)).lines
    at = next(at for at, line in enumerate(lines) if line.endswith(f"| {WORKER}"))
    assert lines[at + 1].split()[0] == str(PARKED)
    assert lines[at + 1].endswith(SEND)


def test_two_profiles_are_subtracted(tmp_path):
    """`seconds` is not served; this is what its refusal says to do."""
    with served(*LATE) as server:
        time_out(server, 2)
        assert server.settled(2) == 2
        before = tmp_path / "before.pb.gz"
        before.write_bytes(server.ask(PATH).body)
        time_out(server, 5)
        assert server.settled(7) == 7
        said = pprof(server, tmp_path, "-top", "-diff_base", str(before))
        assert re.search(rf"^ +0 .* 5 +[\d.]+%  {re.escape(WORKER)}$", said.out, re.MULTILINE)


def test_nothing_is_parked_in_a_filter_that_drains(tmp_path):
    with served("--handler", "k8s-1.17", *LATE) as server:
        time_out(server, 5)
        deadline_s = time.monotonic() + PATIENCE_S
        while ".worker" in (said := pprof(server, tmp_path, "-top")).out:  # still at work
            assert time.monotonic() < deadline_s, said.out
            time.sleep(0.2)


def test_the_text_forms_agree_on_the_count(leaked):
    total, groups = read_debug1(leaked.ask(f"{PATH}?debug=1").body.decode())
    parked = [count for count, functions in groups if functions[-1] == WORKER]
    assert parked == [PARKED]
    assert groups[0][0] == PARKED  # most first
    assert total == sum(count for count, _ in groups)
    every = leaked.ask(f"{PATH}?debug=2").body.decode().split("\n\n")
    mine = read_debug2("\n\n".join(block for block in every if WORKER in block))
    assert [block.state for block in mine] == ["chan send"] * PARKED
    assert len({block.number for block in mine}) == PARKED


def test_the_packed_form_is_a_file_to_keep(leaked):
    for path in (PATH, f"{PATH}?debug=0"):
        answer = leaked.ask(path)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == 'attachment; filename="goroutine"'
        assert answer.body[:2] == b"\x1f\x8b"  # gzip


def test_head_tells_how_long_the_body_would_be(leaked):
    """On one connection, so that the same tasks are there; one that closes just then may not be."""
    line = http.client.HTTPConnection("127.0.0.1", leaked.port, timeout=PATIENCE_S)
    deadline_s = time.monotonic() + PATIENCE_S
    with contextlib.closing(line):
        told = length = None
        while told is None or told != length:
            assert time.monotonic() < deadline_s, (told, length)
            line.request("GET", f"{PATH}?debug=1")
            length = len(line.getresponse().read())
            line.request("HEAD", f"{PATH}?debug=1")
            answer = line.getresponse()
            assert (answer.status, answer.read()) == (200, b"")
            told = int(answer.getheader("Content-Length"))
    assert told > 100


WRONG = {
    f"{PATH}?debug=3": (400, "debug = '3' is unknown; it must be 0, 1 or 2\n"),
    f"{PATH}?debug=": (400, "debug = '' is unknown; it must be 0, 1 or 2\n"),
    f"{PATH}?seconds=1": (
        400,
        "seconds is not served; take two profiles and pprof -diff_base\n",
    ),
    "/debug/pprof/heap": (404, "profile 'heap' is of what Python has not; there is goroutine\n"),
    "/debug/pprof/x": (404, "profile 'x' is unknown; there is goroutine\n"),
}


@pytest.mark.parametrize("path", WRONG)
def test_what_is_not_served_is_a_line(leaked, path):
    answer = leaked.ask(path)
    assert (answer.status, answer.body.decode()) == WRONG[path]


def test_the_profile_is_read_only_and_exempt_from_the_timeout():
    with served("--timeout", "0.001", "--latency", "0", "--objects", "5") as server:
        assert server.ask(PATH, "POST").status == 405
        assert server.ask(f"{PATH}?debug=2").status == 200
        assert server.ask("/debug/pprof/").body.startswith(b"/debug/pprof/ of a Python program")
