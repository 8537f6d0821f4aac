"""/debug/pprof/goroutine of real services, over HTTP, under real servers."""

import asyncio
import os
import re
import shutil
import subprocess
import time

import pytest
import trio

from leaklab.dumps.reading import read
from leaklab.tasks.endpoint import ProfileEndpoint
from tests.support.serving import COMMANDS, PATIENCE_S, Service, serving

WAITING = "tests.support.services.wait_for_ever"
PATH = "/debug/pprof/goroutine"
TOKEN = "sesame-sesame-sesame"
KINDS = [
    *((server, "bare") for server in COMMANDS),
    ("uvicorn", "starlette"),
    ("uvicorn", "fastapi"),
    ("hypercorn", "quart"),
]


def waiting_tasks(body: bytes) -> int:
    """How many tasks of a profile stand in `wait_for_ever`."""
    return sum(
        group.count
        for group in read(body).groups
        if any(frame.function == WAITING for frame in group.frames)
    )


def until_waiting(service: Service, count: int) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while waiting_tasks(service.ask(f"{PATH}?debug=1").body) < count:
        assert time.monotonic() < end_s
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize(("server", "app"), KINDS, ids=[", ".join(kind) for kind in KINDS])
def test_a_service_answers_in_gos_forms(server, app, tmp_path):
    with serving(server, app) as service, service.waiting(5):
        until_waiting(service, 5)
        for debug, form in (("0", "debug=0"), ("1", "debug=1"), ("2", "debug=2")):
            answer = service.ask(f"{PATH}?debug={debug}")
            assert answer.status == 200
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert (read(answer.body).form, waiting_tasks(answer.body)) == (form, 5)
            assert b"_profile" not in answer.body  # whoever asks is not in it
        assert "attachment" in service.ask(PATH).headers["content-disposition"]
        assert b"goroutine?debug=2" in service.ask("/debug/pprof/").body
        assert service.ask("/debug/pprof/heap").status == 404
        assert service.ask(f"{PATH}?debug=7").status == 400
        pprof_counts(service, tmp_path)


def pprof_counts(service: Service, folder) -> None:
    """Go's own tool fetches the profile by itself, and counts five."""
    go = shutil.which("go")
    if go is None:
        if os.environ.get("CI"):
            pytest.fail("go is not installed (Debian: golang-go)")
        return
    done = subprocess.run(
        [go, "tool", "pprof", "-top", f"{service.url}{PATH}"],
        env={**os.environ, "PPROF_TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert re.search(rf" 5 .*%  {re.escape(WAITING)}$", done.stdout, re.MULTILINE), done.stdout


@pytest.mark.slow
def test_a_service_that_wants_a_token_answers_nobody_else():
    with serving("uvicorn", "bare", TOKEN) as service:
        assert service.ask(f"{PATH}?debug=1").status == 401
        assert service.ask(f"{PATH}?debug=1", authorization=f"Bearer {TOKEN}x").status == 401
        with_token = {"authorization": f"Bearer {TOKEN}", "x_forwarded_for": "10.1.2.3"}
        assert service.ask(f"{PATH}?debug=1", **with_token).status == 200
        assert service.ask("/").body == b"hello"


@pytest.mark.slow
def test_an_app_that_stands_alone_starts_and_answers_only_its_own():
    with serving("uvicorn", "alone") as service:
        assert service.ask(f"{PATH}?debug=1").status == 200
        assert service.ask("/").status == 404


# ---- the same app asked without a server: what a scope says decides


def asked(app=None, *, path=PATH, method="GET", query=b"debug=1", run=asyncio.run, **changes):
    """Status and body for one request from this machine, unless `changes` say otherwise."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "root_path": "",
        "client": ("127.0.0.1", 4242),
        "headers": [(b"host", b"127.0.0.1:8000")],
        **changes,
    }
    sent = []

    async def send(message):
        sent.append(message)

    async def main():
        await (app or ProfileEndpoint())(scope, None, send)

    run(main()) if run is asyncio.run else run(main)
    start, *bodies = sent
    return start["status"], b"".join(each["body"] for each in bodies)


HOST = (b"host", b"127.0.0.1:8000")
REFUSED = {
    "another machine": ({"client": ("10.1.2.3", 4242)}, 403, b"a token"),
    "nobody knows who": ({"client": None}, 403, b"a token"),
    "a proxy": ({"headers": [HOST, (b"x-forwarded-for", b"10.1.2.3")]}, 403, b"proxy"),
    "another name (DNS rebinding)": ({"headers": [(b"host", b"evil.example")]}, 403, b"Host"),
    "a post": ({"method": "POST"}, 405, b"GET"),
    "another debug": ({"query": b"debug=3"}, 400, b"'3' is unknown; it must be 0, 1 or 2"),
    "an empty debug": ({"query": b"debug="}, 400, b"0, 1 or 2"),
    "seconds": ({"query": b"seconds=5"}, 400, b"diff_base"),
    "an unknown profile": ({"path": "/debug/pprof/x"}, 404, b"unknown"),
    "a profile of Go's": ({"path": "/debug/pprof/heap"}, 404, b"Python has not"),
    "another path": ({"path": "/debug/pprofx"}, 404, b"not here"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_reason(name):
    changes, status, why = REFUSED[name]
    answer = asked(**changes)
    assert answer[0] == status
    assert why in answer[1]
    assert answer[1].count(b"\n") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"client": ("::1", 1), "headers": [(b"host", b"[::1]:8000")]},
        {"client": ("::ffff:127.0.0.1", 1)},
        {"headers": [(b"host", b"localhost")]},
        {"headers": []},
        {"root_path": "/debug/pprof"},
        {"root_path": "/debug/pprof", "path": "/goroutine"},
        {"root_path": "/shop/debug/pprof", "path": "/shop/debug/pprof/goroutine"},
    ],
)
def test_this_machine_is_answered_wherever_it_is_mounted(changes):
    status, body = asked(**changes)
    assert status == 200
    assert body.startswith(b"goroutine profile: total ")


def test_a_head_request_has_no_body():
    assert asked(method="HEAD") == (200, b"")


def test_whoever_asks_is_not_counted_under_trio_either():
    assert asked(run=trio.run) == (200, b"goroutine profile: total 0\n")


def test_what_is_not_its_own_goes_to_the_app_inside():
    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    assert asked(ProfileEndpoint(inner), path="/pods") == (418, b"/pods")
    assert (asked(ProfileEndpoint(inner)))[0] == 200


@pytest.mark.parametrize("token", ["", "short", "fifteen-letters", "sésame-sésame-sésame"])
def test_a_short_token_is_refused(token):
    with pytest.raises(ValueError, match="at least 16"):
        ProfileEndpoint(token=token)
