"""1,000 requests/s and 2,000 connections, asked by h2load and by bare sockets.

A run takes 5 s by default; LEAKLAB_LOAD_S=30 in the environment makes it half a minute. The load
is open as far as each connection goes: h2load begins its requests on time. p99 is printed (-s);
what is held is the server's time on the processor, beside that of a fixed loop.
"""

import contextlib
import os
import re
import shutil
import subprocess

import psutil
import pytest

from leaklab.apiserver.over_http.wire.listener import allow_many_files
from tests.support.abuse import asked, statuses, unharmed
from tests.support.processor import slowness
from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = [pytest.mark.slow, pytest.mark.timing]
LASTS_S = int(os.environ.get("LEAKLAB_LOAD_S", "5"))
RATE = 1000
EACH_S = 1 / RATE  # of a processor; more, and one could not keep up
FAST = ("--http2", "--objects", "1", "--latency", "0", "--timeout", "20")
CLIENTS = {  # connections, and each one's requests/s and requests at once
    "HTTP/1.1": (100, ("--h1",)),
    "HTTP/2": (10, ("-m", "100")),
}


def load(server, kind, log):
    """What h2load prints; the status and the time in s of each request."""
    h2load = shutil.which("h2load")
    assert h2load is not None, "nghttp2-client is missing: python -m tools.system h2load"
    connections, options = CLIENTS[kind]
    command = [h2load, "-t1", *options, f"-c{connections}", f"-n{RATE * LASTS_S}"]
    command += [f"--rps={RATE // connections}", f"--log-file={log}", f"{server.url}/api/v1/pods"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=LASTS_S + PATIENCE_S, check=True
    )
    answers = [line.split("\t") for line in log.read_text().splitlines()]
    return done.stdout, [(status, int(took_us) / 1e6) for _, status, took_us in answers]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("handler", ["k8s-1.12", "k8s-1.37"])
def test_a_thousand_requests_a_second_are_all_answered(handler, kind, tmp_path):
    with served("--handler", handler, *FAST) as server, unharmed(server):
        used = psutil.Process(server.process.pid).cpu_times
        slow_by = [slowness()]
        before = used()
        said, answers = load(server, kind, tmp_path / "log")
        after = used()
        slow_by.append(slowness())
        processor_s = after.user + after.system - before.user - before.system
        slow = sorted(took_s for _, took_s in answers)
        p99_s = slow[int(len(slow) * 0.99)]
        finished = re.search(r"finished in [\d.]+s, [\d.]+ req/s", said)
        assert finished is not None, said
        print(
            f"\n{handler}, {kind}: {finished[0]}; median {slow[len(slow) // 2] * 1e3:.1f} ms,"
            f" p99 {p99_s * 1e3:.1f} ms, longest {slow[-1] * 1e3:.1f} ms;"
            f" {processor_s / len(answers) * 1e3:.2f} ms of the processor each"
        )
        assert {status for status, _ in answers} == {"200"}
        assert len(answers) == RATE * LASTS_S
        assert processor_s / len(answers) < EACH_S * max(slow_by), slow_by


HELD = 2000
LIST = b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize("handler", ["k8s-1.17", "k8s-1.37"])
def test_two_thousand_connections_are_held_and_then_each_is_answered(handler):
    """Half of them say nothing at first, half send half of a request."""
    allow_many_files()
    start = served("--handler", handler, *FAST)
    with start as server, unharmed(server), contextlib.ExitStack() as stack:
        lines = [stack.enter_context(server.raw()) for _ in range(HELD)]
        halves = [LIST[: at % 2 * 30] for at in range(HELD)]
        for line, half in zip(lines, halves, strict=True):
            line.sendall(half)
        assert asked(server, "/healthz") == b"ok"
        for line, half in zip(lines, halves, strict=True):
            line.sendall(LIST[len(half) :])
        answers = [line.recv(1 << 16) for line in lines]
        assert statuses(b"".join(answers)) == [b"200"] * HELD
