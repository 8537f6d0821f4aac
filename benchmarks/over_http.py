"""`leaklab serve` beside a bare hypercorn on trio that answers the very same body: wrk asks both.

Both run on one processor and speak HTTP/1.1 with keep-alive; wrk keeps a fixed number of
connections busy, so what is measured is how fast a server can be. They take turns.

`python -m benchmarks.over_http` measures and prints; with `serve PODS --port PORT` it is the bare
server.
"""

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.measure import ROOT, Numbers
from leaklab.apiserver.over_http import objects
from tools.ports import free_port

ROUNDS = 3
ROUND_S = 5
WARM_S = 1
CONNECTIONS = 32
PODS = (1, 100)  # a small answer and one of 47 KB
PATH = "/api/v1/pods"
PATIENCE_S = 30
UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def measure() -> Numbers:
    """Both servers at each size of answer: medians of requests/s and of p99, and their ratios."""
    return {str(pods): _at(pods) for pods in PODS}


def _at(pods: int) -> Numbers:
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "hypercorn": []}
    with _running(_ours(pods)) as ours, _running(_bare(pods)) as bare:
        ports = {"ours": ours, "hypercorn": bare}
        for port in ports.values():
            _wrk(port, WARM_S)
        for _ in range(ROUNDS):
            for name, port in ports.items():
                found[name].append(_wrk(port, ROUND_S))
    middles = {
        name: [median(column) for column in zip(*runs, strict=True)] for name, runs in found.items()
    }
    (ours_rps, ours_ms), (bare_rps, bare_ms) = middles["ours"], middles["hypercorn"]
    return {
        "requests_per_s": {"ours": ours_rps, "hypercorn": bare_rps},
        "p99_ms": {"ours": ours_ms, "hypercorn": bare_ms},
        "speed_ratio": ours_rps / bare_rps,
        "p99_ratio": ours_ms / bare_ms,
        "runs": found,
    }


def _ours(pods: int) -> list[str]:
    return ["leaklab", "serve", "--handler", "k8s-1.12", "--latency", "0", "--objects", str(pods)]


def _bare(pods: int) -> list[str]:
    return ["benchmarks.over_http", "serve", str(pods)]


@contextlib.contextmanager
def _running(arguments: list[str]) -> Iterator[int]:
    """A server in a process of its own, until the block ends; its port."""
    port = free_port()
    command = [sys.executable, "-m", *arguments, "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until_s = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if process.poll() is not None or time.monotonic() > until_s:
                raise RuntimeError(f"it does not listen: {' '.join(command)}")
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        finally:
            process.kill()


def _wrk(port: int, seconds: int) -> tuple[float, float]:
    """Requests/s and p99 in ms. Raises RuntimeError if an answer was no 200."""
    url = f"http://127.0.0.1:{port}{PATH}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    speed = re.search(r"Requests/sec: +([\d.]+)", said)
    p99 = re.search(r"99% +([\d.]+)(us|ms|s)", said)
    if speed is None or p99 is None or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"wrk at {url}:\n{said}")
    return float(speed[1]), float(p99[1]) * UNITS_MS[p99[2]]


def serve(pods: int, port: int) -> None:
    """The bare server: hypercorn, trio, an app of two sends."""
    import trio
    from hypercorn.config import Config
    from hypercorn.trio import serve as hypercorn_serve

    body = objects.listed("PodList", list(objects.pods_encoded(pods)))
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise RuntimeError("no lifespan events here")  # how an app tells that it wants none
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.include_server_header = False  # ours sends none; a date it does
    config.loglevel = "ERROR"
    trio.run(hypercorn_serve, app, config)


def table(found: Numbers) -> str:
    """What was measured, as plain text."""
    lines = [f"{'pods':>6}  {'':<11}{'requests/s':>12}{'p99, ms':>10}"]
    for pods, each in found.items():
        for name in ("ours", "hypercorn"):
            speed, p99 = each["requests_per_s"][name], each["p99_ms"][name]
            lines.append(f"{pods:>6}  {name:<11}{speed:>12,.0f}{p99:>10.1f}")
        lines.append(f"{'':>8}{'ratio':<11}{each['speed_ratio']:>12.2f}{each['p99_ratio']:>10.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            print(table(measure()))
        case ["serve", pods_text, "--port", port_text]:
            serve(int(pods_text), int(port_text))
        case _:
            sys.exit(__doc__)
