"""A real marimo that serves one notebook, for the tests of the labs in it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.ports import free_port

WAIT_S = 60
HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")


@contextlib.contextmanager
def marimo(mode: str, notebook: Path, theme: str = "light") -> Iterator[str]:
    """The address of a notebook in `marimo run` or `marimo edit`, which keep all they write in
    the notebook's folder.
    """
    folder = notebook.parent
    (folder / "marimo").mkdir(exist_ok=True)
    (folder / "marimo" / "marimo.toml").write_text(f'[display]\ntheme = "{theme}"\n')
    env = {**os.environ, **dict.fromkeys(HOMES, str(folder))}
    port = free_port()
    options = ["--headless", "--no-token", "--host=127.0.0.1", f"--port={port}"]
    if mode == "edit":
        options.append("--skip-update-check")
    command = [sys.executable, "-m", "marimo", mode, notebook.name, *options]
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        server = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
        try:
            await_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            server.kill()
            server.wait()


def await_port(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody listens. RuntimeError where the server ends, or nobody ever does."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"marimo did not listen at port {port} within {WAIT_S} s")
