"""/debug/pprof/goroutine of real services, over HTTP, under real servers."""

import asyncio
import base64
import os
import re
import shutil
import subprocess
import time

import pytest
import trio

from leaklab.dumps.reading import read
from leaklab.tasks.endpoint import ProfileEndpoint
from leaklab.tasks.profile import Origins
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
        pprof_counts(service.url, tmp_path)


def pprof_counts(url: str, folder) -> None:
    """Go's own tool fetches the profile by itself, and counts five."""
    go = shutil.which("go")
    if go is None:
        if os.environ.get("CI"):
            pytest.fail("go is not installed (Debian: golang-go)")
        return
    done = subprocess.run(
        [go, "tool", "pprof", "-top", f"{url}{PATH}"],
        env={**os.environ, "PPROF_TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert re.search(rf" 5 .*%  {re.escape(WAITING)}$", done.stdout, re.MULTILINE), done.stdout


@pytest.mark.slow
def test_a_service_that_wants_a_token_answers_nobody_else(tmp_path):
    with serving("uvicorn", "bare", TOKEN) as service, service.waiting(5):
        assert service.ask(f"{PATH}?debug=1").status == 401
        assert service.ask(f"{PATH}?debug=1", authorization=f"Bearer {TOKEN}x").status == 401
        with_token = {"authorization": f"Bearer {TOKEN}", "x_forwarded_for": "10.1.2.3"}
        assert service.ask(f"{PATH}?debug=1", **with_token).status == 200
        assert service.ask("/").body == b"hello"
        pprof_counts(f"http://:{TOKEN}@127.0.0.1:{service.port}", tmp_path)


@pytest.mark.slow
def test_an_app_that_stands_alone_starts_and_answers_only_its_own():
    with serving("uvicorn", "alone") as service:
        assert service.ask(f"{PATH}?debug=1").status == 200
        assert service.ask("/").status == 404


# ---- the same app asked without a server: what a scope says decides


async def answer(app=None, *, path=PATH, method="GET", query=b"debug=1", **changes):
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

    await (app or ProfileEndpoint())(scope, None, send)
    start, *bodies = sent
    return start["status"], b"".join(each["body"] for each in bodies)


def asked(app=None, **changes):
    """The same, in an asyncio program that does nothing else."""
    return asyncio.run(answer(app, **changes))


HOST = (b"host", b"127.0.0.1:8000")
REFUSED = {
    "another machine": ({"client": ("10.1.2.3", 4242)}, 403, b"a token"),
    "nobody knows who": ({"client": None}, 403, b"a token"),
    "a proxy": ({"headers": [HOST, (b"x-forwarded-for", b"10.1.2.3")]}, 403, b"proxy"),
    "a proxy that says no more": ({"headers": [HOST, (b"via", b"1.1 shop")]}, 403, b"proxy"),
    "a proxy's own header": (
        {"headers": [HOST, (b"cf-connecting-ip", b"10.1.2.3")]},
        403,
        b"proxy",
    ),
    "a page elsewhere": ({"headers": [HOST, (b"origin", b"https://evil.example")]}, 403, b"page"),
    "a page's picture": ({"headers": [HOST, (b"sec-fetch-site", b"cross-site")]}, 403, b"page"),
    "a host that is none": ({"headers": [(b"host", b"127.0.0.1:80@evil.example")]}, 403, b"Host"),
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
        {"headers": [HOST, (b"sec-fetch-site", b"none")]},
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
    assert trio.run(answer) == (200, b"goroutine profile: total 0\n")


def test_what_is_not_its_own_goes_to_the_app_inside():
    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    assert asked(ProfileEndpoint(inner), path="/pods") == (418, b"/pods")
    assert (asked(ProfileEndpoint(inner)))[0] == 200


def with_authorization(value: bytes) -> int:
    """The status that an endpoint with a token answers to this header."""
    headers = [(b"authorization", value)]
    return asked(ProfileEndpoint(token=TOKEN), headers=headers, client=None)[0]


def basic(text: str) -> bytes:
    return b"Basic " + base64.b64encode(text.encode())


@pytest.mark.parametrize(
    "value",
    [
        f"Bearer {TOKEN}".encode(),
        f"bearer  {TOKEN}".encode(),
        basic(f":{TOKEN}"),
        basic(f"x:{TOKEN}"),
    ],
)
def test_a_token_is_a_bearers_or_a_password(value):
    assert with_authorization(value) == 200


@pytest.mark.parametrize(
    "value",
    [
        b"",
        TOKEN.encode(),
        f"Token {TOKEN}".encode(),
        b"Bearer " + TOKEN.upper().encode(),
        b"Bearer \xe9",
        basic(TOKEN),
        basic(f"{TOKEN}:"),
        b"Basic ====",
        b"Basic \xe9",
    ],
)
def test_what_is_no_token_is_refused(value):
    assert with_authorization(value) == 401


def test_a_watch_of_the_other_library_is_said_to_be_that():
    async def beside_another():
        other = asyncio.create_task(asyncio.sleep(60))
        await asyncio.sleep(0)
        try:
            return await answer(ProfileEndpoint(watch=Origins()))
        finally:
            other.cancel()

    status, body = asyncio.run(beside_another())
    assert status == 500
    assert b"TaskWatch watches asyncio" in body


@pytest.mark.parametrize("token", ["", "short", "fifteen-letters", "sésame-sésame-sésame"])
def test_a_short_token_is_refused(token):
    with pytest.raises(ValueError, match="at least 16"):
        ProfileEndpoint(token=token)
