"""Real servers for the tests: started on a free port, asked over HTTP, ended."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

import psutil

from tests.support.places import ROOT

COMMANDS = {
    "uvicorn": ["uvicorn", "--log-level=warning", "--lifespan=on", "--host=127.0.0.1", "--port={}"],
    "uvicorn, uvloop": ["uvicorn", "--log-level=warning", "--loop=uvloop", "--port={}"],
    "hypercorn": ["hypercorn", "--bind=127.0.0.1:{}"],
    "hypercorn, trio": ["hypercorn", "--worker-class=trio", "--bind=127.0.0.1:{}"],
}
FACTORIES = ("starlette", "fastapi", "quart")
PATIENCE_S = 30


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Service:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request; `x_forwarded_for` is the header X-Forwarded-For."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            seen = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, seen, answer.read())

    @contextlib.contextmanager
    def waiting(self, count: int) -> Iterator[None]:
        """So many requests to /wait that have begun."""
        with contextlib.ExitStack() as stack:
            for _ in range(count):
                line = stack.enter_context(socket.create_connection(("127.0.0.1", self.port)))
                line.sendall(b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")
            yield


@contextlib.contextmanager
def serving(server: str, app: str, token: str = "") -> Iterator[Service]:
    """`app` of tests.support.services under one of `COMMANDS`, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    name, *options = (part.format(port) for part in COMMANDS[server])
    target = f"tests.support.services:{app}"
    if app in FACTORIES:
        options += ["--factory"] if name == "uvicorn" else []
        target += "()" if name == "hypercorn" else ""
    command = [sys.executable, "-m", name, *options, target]
    path = f"{ROOT}{os.pathsep}{ROOT / 'code'}"  # of this tree, wherever leaklab is installed from
    environment = {**os.environ, "PYTHONPATH": path, "SERVICE_TOKEN": token}
    if not token:
        del environment["SERVICE_TOKEN"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Service(port)
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended, and somebody says why
            for each in psutil.Process(process.pid).children(recursive=True):  # hypercorn's worker
                each.kill()
        process.kill()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not listen in time")
