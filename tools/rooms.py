"""Where a browser meets the book, for tests and benchmarks: a static site, a JupyterLab, Chromium.

Each is a context manager that leaves nothing running behind it.
"""

import contextlib
import functools
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
TOKEN = "book"


def chromium_path() -> str | None:
    """Where this machine has Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A real Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def site(folder: Path = HTML) -> Iterator[str]:
    """The address at which `folder` is served on loopback."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def jupyterlab(folder: Path, cells: Sequence[str]) -> Iterator[str]:
    """The address of a notebook with these cells, in a JupyterLab of its own in `folder`."""
    empty: dict[str, Any] = {"metadata": {}, "outputs": [], "execution_count": None}
    code = {"cell_type": "code", **empty}
    notebook = {
        "cells": [{**code, "id": f"cell-{i}", "source": text} for i, text in enumerate(cells)],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (folder / "lab.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    own = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    options = [
        "--no-browser",
        "--port=0",
        "--allow-root",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=",
        "--LabApp.extension_manager=readonly",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **own, "JUPYTER_RUNTIME_DIR": str(folder / "runtime")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    said = ""
    for line in server.stderr:
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            reader = threading.Thread(target=server.stderr.read)  # else the pipe fills up
            reader.start()
            yield f"{found[0]}/lab/tree/lab.ipynb?token={TOKEN}"
            break
    else:
        raise RuntimeError(f"JupyterLab did not start:\n{said}")
    server.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(timeout=20)
    server.kill()
    server.wait()
    reader.join()
    server.stderr.close()
