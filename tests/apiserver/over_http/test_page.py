"""The page at `/` and what it is fed: sent to browsers alone, with nobody else's help."""

import json
import time

import pytest

from tests.support.abuse import tasks, vanish
from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = pytest.mark.slow
SLOW = ("--latency", "0.3", "--factor", "3", "--timeout", "0.6", "--objects", "20")


def frames(server, count):
    """So many frames of the live feed, from now on."""
    with server.raw() as line:
        line.sendall(b"GET /leaklab/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said = b""
        while said.count(b"\n\n") < count:
            piece = line.recv(1 << 16)
            assert piece, said
            said += piece
    events = [part for part in said.split(b"data: ")[1:] if b"\n\n" in part]
    return [json.loads(event.split(b"\n\n")[0]) for event in events]


def test_a_browser_gets_the_page_and_a_program_does_not():
    with served("--objects", "3") as server:
        page = server.ask("/", accept="text/html,application/xhtml+xml")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        text = page.body.decode()
        assert f"curl '{server.url}/api/v1/pods?limit=2'" in text
        assert server.token not in text
        assert server.ask("/").headers["content-type"] == "application/json"


def test_what_the_page_is_fed_is_what_goes_on():
    with served(*SLOW) as server:
        for line in (lines := [server.raw() for _ in range(5)]):
            line.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until_s = time.monotonic() + PATIENCE_S
        while (last := frames(server, 1)[-1])["runs"][0]["now"][1:] != [0, 0, 5, 0]:
            assert time.monotonic() < until_s, last
        for line in lines:
            line.close()
        run = last["runs"][0]
        assert run["outcomes"] == {"timeouts_504": 5}
        assert run["peak"] == max(sum(row[1:]) for row in run["rows"]) == 10
        assert [0, 0, 5, 0] in [row[1:] for row in run["rows"]]  # nothing of before is lost
        assert last["knobs"] == {"latency": 0.3, "factor": 3, "timeout": 0.6}
        assert last["server"] == frames(server, 1)[0]["server"]
        assert 10 < last["memory_mb"] < 500


def test_later_frames_have_what_is_new_alone():
    with served("--objects", "3") as server:
        first, second, third = frames(server, 3)
        for earlier, later in ((first, second), (second, third)):
            assert len(later["runs"][0]["rows"]) == 1
            assert later["t_s"] > earlier["t_s"]


def test_the_feed_has_no_timeout_and_is_no_task_of_the_filters():
    with served("--timeout", "0.2", "--objects", "3") as server:
        assert frames(server, 4)[-1]["runs"][0]["now"][1:] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"host": "evil.example", "origin": "http://evil.example"}, 403),
    ],
)
def test_its_own_page_may_turn_the_knobs_and_no_other(more, status):
    with served("--objects", "3") as server:
        own = {"host": f"127.0.0.1:{server.port}", "origin": f"http://127.0.0.1:{server.port}"}
        token = {"authorization": f"Bearer {server.token}"}
        knobs = b'{"factor": 2}'
        answer = server.ask("/leaklab/knobs", "POST", knobs, **{**own, **token, **more})
        assert answer.status == status
        assert server.ask("/leaklab/knobs", "POST", knobs, **own).status == 401


def test_an_open_watch_is_no_task_that_serves():
    with served("--objects", "3") as server, server.raw() as line:
        line.sendall(b"GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert line.recv(1 << 16).startswith(b"HTTP/1.1 200")
        run = frames(server, 2)[-1]["runs"][0]
        assert run["now"][1:] == [0, 0, 0, 0]
        assert run["outcomes"] == {}


def test_a_feed_behind_which_much_was_sent_ahead_ends_with_its_client():
    with served("--objects", "3") as server:
        before = tasks(server)
        with server.raw() as line:
            line.sendall(b"GET /leaklab/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            line.recv(100)
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3000)
            vanish(line)
        until_s = time.monotonic() + PATIENCE_S
        while (now := tasks(server)) > before:
            assert time.monotonic() < until_s, now
            time.sleep(0.1)
