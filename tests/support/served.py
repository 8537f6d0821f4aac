"""`leaklab serve` as a user starts it: a process of its own, a free port, ended by a signal."""

import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any

from tests.support.serving import PATIENCE_S, Answer
from tests.support.started import Started, started

PARKED = "worker"


class Served:
    """A running server: its address, its token, what it has logged."""

    def __init__(self, running: Started) -> None:
        self.process, self.greeting = running.process, running.greeting
        found = re.search(r"(https?)://(?:127\.0\.0\.1|0\.0\.0\.0):(\d+)", self.greeting)
        token = re.search(r"LEAKLAB_TOKEN=(\S+)", self.greeting)
        assert found is not None
        assert token is not None
        self.port, self.token = int(found[2]), token[1]
        self.url = f"{found[1]}://127.0.0.1:{self.port}"
        self.log = running.keep(self.process.stderr)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """One request over HTTP/1.1."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        with contextlib.closing(line):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body or None, named)
            answer = line.getresponse()
            seen = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, seen, answer.read())

    def json(self, path: str) -> Any:
        """What a path answers, which is JSON."""
        return json.loads(self.ask(path).body)

    def turn(self, **knobs: float) -> Answer:
        """Turn knobs as `leaklab turn` does."""
        return self.ask(
            "/leaklab/knobs",
            "POST",
            json.dumps(knobs).encode(),
            authorization=f"Bearer {self.token}",
        )

    def raw(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def said_to(self, request: bytes) -> bytes:
        """What the server sends on a bare connection, until it closes it."""
        with self.raw() as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            said = b""
            while piece := line.recv(1 << 16):
                said += piece
            return said

    def workers(self) -> int:
        """How many workers wait to send their outcome."""
        profile = self.ask("/debug/pprof/goroutine?debug=1").body.decode()
        groups = [group for group in profile.split("\n\n") if "serve_http.<locals>.worker" in group]
        sending = "\n\n".join(group for group in groups if "MemorySendChannel.send" in group)
        return sum(int(count) for count in re.findall(r"^(\d+) @", sending, re.MULTILINE))

    def settled(self, count: int) -> int:
        """That number, as soon as it is `count`; else what it is after a while."""
        until_s = time.monotonic() + PATIENCE_S
        while (workers := self.workers()) != count and time.monotonic() < until_s:
            time.sleep(0.1)
        return workers

    def end(self) -> float:
        """Ctrl-C; the seconds until the process has ended."""
        began_s = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE_S)
        return time.monotonic() - began_s


@contextlib.contextmanager
def served(*options: str) -> Iterator[Served]:
    """`leaklab serve --port 0 OPTIONS`, until the block ends."""

    def ready(line: str) -> bool:
        return "pprof" in line and "go tool" in line

    with started("serve", "--port", "0", *options, ready=ready, stderr=subprocess.PIPE) as running:
        yield Served(running)
