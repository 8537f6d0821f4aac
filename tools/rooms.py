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
from typing import IO, Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
TOKEN = "book"
RAN = "([cell, before]) => cell.innerText !== before && /\\d/.test(cell.innerText)"


def chromium_path() -> str | None:
    """Where this machine has Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A real Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
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
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
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
    with subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **own, "JUPYTER_RUNTIME_DIR": str(folder / "runtime")},
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr is not None
            address = _address(server.stderr)
            reader = threading.Thread(target=server.stderr.read)  # else the pipe fills up
            reader.start()
            yield f"{address}/lab/tree/lab.ipynb?token={TOKEN}"
        finally:
            server.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            server.kill()
            reader.join()


def open_notebook(page: Page, address: str) -> None:
    """Go to a notebook in JupyterLab and wait until its kernel has said something.

    JupyterLab shows a kernel as idle before it listens to it, and loses what is asked until then.
    """
    with page.expect_websocket(lambda socket: "/channels" in socket.url, timeout=60_000) as opened:
        page.goto(address)
    opened.value.wait_for_event("framereceived", timeout=60_000)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)


def run_cell(page: Page, index: int) -> Locator:
    """Run cell `index`, wait for its end, and give back the cell."""
    cell = page.locator(".jp-Cell").nth(index)
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(RAN, arg=[prompt.element_handle(), before], timeout=120_000)
    return cell


def _address(said: IO[str]) -> str:
    """Where JupyterLab says that it listens."""
    lines = []
    for line in said:
        lines.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise RuntimeError("JupyterLab did not start:\n" + "".join(lines))
