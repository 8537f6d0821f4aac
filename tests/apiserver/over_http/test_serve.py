"""The port behind real HTTP, asked by real clients: what stays, what is answered or refused."""

import concurrent.futures
import json
import subprocess
import time

import httpx
import pytest
import trio

from tests.support.abuse import tasks
from tests.support.served import served
from tests.support.serving import PATIENCE_S
from tests.support.started import ENVIRONMENT, LEAKLAB

pytestmark = pytest.mark.slow
SLOW = ("--latency", "0.3", "--factor", "3", "--timeout", "0.6", "--objects", "20")


def ask_many(server, count, path="/api/v1/pods"):
    """So many requests at once; how many got which status."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        answers = pool.map(lambda _: server.ask(path).status, range(count))
        statuses = list(answers)
    return {status: statuses.count(status) for status in set(statuses)}


@pytest.mark.parametrize(
    ("handler", "left"),
    [("k8s-1.12", 30), ("k8s-1.17", 0), ("k8s-1.22", 0), ("k8s-1.37", 0), ("buffered", 0)],
)
def test_as_many_workers_stay_as_requests_timed_out_and_on_the_others_none(handler, left):
    """The counting rule, through HTTP: one task for ever for each 504 of 1.12."""
    with served("--handler", handler, *SLOW) as server:
        assert ask_many(server, 30) == {504: 30}
        time.sleep(0.5)
        assert server.settled(left) == left
        metrics = server.ask("/metrics").body.decode()
        assert 'verb="LIST",version="v1"} 30.0' in metrics
        server.turn(factor=1)
        assert ask_many(server, 10) == {200: 10}
        assert server.settled(left) == left


def test_the_body_of_a_504_is_the_filters_status_object():
    with served(*SLOW) as server:
        answer = server.ask("/api/v1/pods")
        assert answer.status == 504
        status = json.loads(answer.body)
        assert status["message"] == "Timeout: request did not complete within 600ms"
        deadline_s = time.monotonic() + PATIENCE_S
        while not any("504" in line and "wrap.go:42" in line for line in server.log):
            assert time.monotonic() < deadline_s, server.log
            time.sleep(0.05)


async def ask_together(url, count):
    """Lists at once on one connection of HTTP/2, and then a question that is answered at once."""
    answers = []

    async def ask(client, path):
        answers.append(await client.get(url + path))

    limits = httpx.Limits(max_connections=1)
    async with httpx.AsyncClient(
        http1=False, http2=True, timeout=PATIENCE_S, limits=limits
    ) as client:
        async with trio.open_nursery() as nursery:
            for _ in range(count):
                nursery.start_soon(ask, client, "/api/v1/pods")
        await ask(client, "/healthz")
    return answers


def test_over_http_2_on_one_connection_as_many_stay():
    with served("--http2", *SLOW) as server:
        answers = trio.run(ask_together, server.url, 20)
        assert {answer.status_code for answer in answers[:-1]} == {504}
        assert {answer.http_version for answer in answers} == {"HTTP/2"}
        assert answers[-1].text == "ok"  # on the same connection, after the others
        assert server.settled(20) == 20


def test_an_answer_that_has_begun_is_cut_off_and_the_connection_is_closed():
    """A client that reads slowly: the write holds the writer's lock while the time runs out."""
    with served("--latency", "0.1", "--timeout", "0.6", "--objects", "30000") as server:
        with server.raw() as line:
            line.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(1.5)
            said = b""
            while piece := line.recv(1 << 16):
                said += piece
        assert said.startswith(b"HTTP/1.1 200 OK")
        assert len(said) > 1_000_000
        assert not said.endswith(b"0\r\n\r\n")
        deadline_s = time.monotonic() + PATIENCE_S
        while not any("killing connection" in line for line in server.log):
            assert time.monotonic() < deadline_s
            time.sleep(0.1)
        assert server.ask("/healthz").status == 200


def test_ctrl_c_ends_it_at_once_whatever_is_parked():
    with served(*SLOW) as server:
        ask_many(server, 40)
        assert server.settled(40) == 40
        with server.raw() as line:
            line.sendall(b"GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            line.recv(100)
            assert server.end() < 2
        assert server.process.returncode == 0


def test_pages_follow_their_continue_token():
    with served("--objects", "25", "--latency", "0") as server:
        names, path = [], "/api/v1/pods?limit=10"
        while path:
            page = server.json(path)
            names += [each["metadata"]["name"] for each in page["items"]]
            go_on = page["metadata"].get("continue")
            path = f"/api/v1/pods?limit=10&continue={go_on}" if go_on else ""
        assert names == [f"pod-{number:06}" for number in range(25)]


REFUSED = {
    "/api/v1/nothing": (404, "NotFound"),
    "/api/v1/namespaces/default/pods/nobody": (404, "NotFound"),
    "/api/v1/pods?limit=many": (400, "BadRequest"),
    "/api/v1/pods?continue=%25%25": (400, "BadRequest"),
    "/api/v1/pods?labelSelector=a": (400, "BadRequest"),
    "/../../etc/passwd": (404, "NotFound"),
    "/static/..%2f..%2fetc%2fpasswd": (404, "NotFound"),
}


def test_what_is_not_served_is_said_in_a_status_object():
    with served("--objects", "5", "--latency", "0") as server:
        for path, (code, reason) in REFUSED.items():
            status = server.json(path)
            assert (status["kind"], status["code"], status["reason"]) == ("Status", code, reason), (
                path
            )
        assert server.ask("/api/v1/pods", "DELETE").status == 405


HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
MALFORMED = {
    b"nonsense\r\n\r\n": b"400",
    b"GET /healthz HTTP/1.1\r\n\r\n": b"400",
    HEAD + b"Host: other\r\n\r\n": b"400",
    HEAD + b"A: " + b"x" * 100_000 + b"\r\n\r\n": b"431",
    HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": b"400",
    HEAD + b"Content-Length: 9999999\r\n\r\n" + b"x" * 2_000_000: b"413",
    b"GET /a%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: localhost\r\n\r\n": b"400",
    b"BREW /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n": b"405",
    b"GET http://other/ HTTP/1.1\r\nHost: localhost\r\n\r\n": b"400",
    b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n": b"414",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": b"400",
}


def test_a_malformed_request_gets_a_plain_status_and_no_traceback():
    with served("--objects", "5", "--latency", "0") as server:
        for request, status in MALFORMED.items():
            said = server.said_to(request)
            assert said.split(b" ", 2)[1:2] == [status], (request[:60], said[:80])
            assert said.count(b"HTTP/1.1 ") == 1
        assert server.ask("/healthz").body == b"ok"
        assert not any("Traceback" in line for line in server.log)


def test_requests_sent_ahead_are_answered_in_their_order():
    with served("--objects", "3", "--latency", "0") as server:
        said = server.said_to(HEAD + b"\r\n" + HEAD.replace(b"healthz", b"version") + b"\r\n")
        assert said.count(b"HTTP/1.1 200 OK") == 2
        assert said.index(b"ok") < said.index(b"gitVersion")


def test_clients_that_vanish_leave_nothing_behind_on_1_17():
    with served("--handler", "k8s-1.17", *SLOW) as server:
        before = tasks(server)
        for at in range(50):
            with server.raw() as line:
                line.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n"[: 10 + at])
        assert server.settled(0) == 0
        deadline_s = time.monotonic() + PATIENCE_S
        while (now := tasks(server)) > before:
            assert time.monotonic() < deadline_s, now
            time.sleep(0.2)


def test_the_knobs_want_the_token_and_this_machine_and_no_page():
    with served("--objects", "5") as server:
        body, path = b'{"factor": 3}', "/leaklab/knobs"
        bearer = f"Bearer {server.token}"
        assert server.ask(path, "POST", body).status == 401
        assert server.ask(path, "POST", body, authorization="Bearer x").status == 401
        for more in ({"origin": "http://evil.example"}, {"host": "evil.example"}, {"via": "1.1 x"}):
            assert server.ask(path, "POST", body, authorization=bearer, **more).status == 403
        assert server.turn(factor=-1).status == 400
        assert b"at most 1000" in server.turn(factor=-1).body
        assert json.loads(server.turn(factor=3).body)["factor"] == 3
        turned = subprocess.run(
            [*LEAKLAB, "turn", server.url, "--latency", "0.2"],
            env={**ENVIRONMENT, "LEAKLAB_TOKEN": server.token},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        assert turned.stdout == "latency 0.2  factor 3  timeout 0.6\n"


def test_above_its_limit_it_answers_429_and_when_to_come_back():
    with served("--max-in-flight", "2", "--latency", "0.5", "--objects", "5") as server:
        assert ask_many(server, 10)[429] >= 6
        answers = [server.raw() for _ in range(5)]
        for line in answers:
            line.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said = answers[-1].recv(1 << 16)
        assert said.startswith(b"HTTP/1.1 429")
        assert b"Retry-After: 1\r\n" in said
        for line in answers:
            line.close()


def test_a_port_in_use_and_a_wrong_value_are_one_line():
    with served("--objects", "5") as server:
        taken = subprocess.run(
            [*LEAKLAB, "serve", "--port", str(server.port)],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert taken.returncode == 2
        assert (
            taken.stderr
            == f"leaklab: 127.0.0.1:{server.port}: Address already in use; --port chooses another\n"
        )


def test_the_platform_tells_what_came_back_each_second():
    with served(*SLOW) as server:
        done = subprocess.run(
            [*LEAKLAB, "pull", server.url, "--for", "2", "--parallel", "4", "--json"],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        seconds = [json.loads(line) for line in done.stdout.splitlines()]
        assert sum(second["outcomes"].get("504", 0) for second in seconds) == 8
        assert server.settled(8) == 8


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_whoever_reads_the_platform_may_have_enough_of_it(more):
    with served("--objects", "3") as server:
        pull = [*LEAKLAB, "pull", server.url, "--for", "4", "--every", "0.2", *more]
        with subprocess.Popen(
            pull, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout.readline()
            process.stdout.close()
            said = process.stderr.read()
            assert (process.wait(PATIENCE_S), said) == (141, b"")


def test_why_there_was_no_connection_is_told():
    done = subprocess.run(
        [*LEAKLAB, "pull", "https://127.0.0.1:9", "--for", "1"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert "refused: no connection.\n" in done.stdout
    assert "Why, the first time: " in done.stdout
