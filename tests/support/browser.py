"""Where a browser meets the book, for tests and benchmarks: a static site, a JupyterLab, Chromium.

Each is a context manager that leaves nothing running behind it.
"""

import contextlib
import functools
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Locator, Page, WebSocket, sync_playwright

from tests.support.listening import address_in
from tests.support.programs import missing

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
TOKEN = "book"
UNFOLDED = """try {
  localStorage["parked-forever/switch/unfolded"] = '{"edition":1,"value":true}';
} catch {}"""  # where storage is forbidden, the page has no such switch
RAN = "([cell, before]) => cell.innerText !== before && /\\d/.test(cell.innerText)"


def chromium_path() -> str | None:
    """Where this machine has Chromium, or None.

    Debian's package without a window, of the same source, is the better one: it draws the same
    pages with half the work.
    """
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def need_chromium() -> None:
    """Skip the test where there is no Chromium; in CI it fails."""
    if chromium_path() is None:
        missing("chromium is missing; on Debian: apt-get install chromium")


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
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class JupyterLab(NamedTuple):
    """A running JupyterLab: where it listens, and its process."""

    address: str
    pid: int

    def notebook(self, path: str) -> str:
        """The address of a notebook below the folder that it serves, with no other one open."""
        return f"{self.address}/lab/tree/{path}?token={TOKEN}&reset"


@contextlib.contextmanager
def jupyter_server(
    folder: Path, python: str = sys.executable, env: Mapping[str, str] = os.environ
) -> Iterator[JupyterLab]:
    """A JupyterLab of that Python, in that environment, that serves `folder`."""
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
        [python, "-m", "jupyterlab", *options],
        cwd=folder,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr is not None
            address = address_in(server.stderr, "http", "JupyterLab")
            reader = threading.Thread(target=server.stderr.read)  # else the pipe fills up
            reader.start()
            yield JupyterLab(address, server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            server.kill()
            reader.join()


def jupyter_homes(folder: Path) -> dict[str, str]:
    """Environment variables that keep all that Jupyter and IPython write in `folder`."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    return {name: str(folder / name.lower()) for name in names}


@contextlib.contextmanager
def jupyterlab(folder: Path, cells: Sequence[str], python: str = sys.executable) -> Iterator[str]:
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
    env = {**os.environ, **jupyter_homes(folder)}
    if python != sys.executable:
        env.pop("PYTHONPATH", None)  # its own packages, and none of the checkout's
    with jupyter_server(folder, python, env) as server:
        yield server.notebook("lab.ipynb")


def open_notebook(page: Page, address: str) -> None:
    """Go to a notebook in JupyterLab and wait until its kernel has said something."""
    await_kernel(page, lambda: page.goto(address))


def await_kernel(page: Page, opening: Callable[[], Any]) -> WebSocket:
    """Open a notebook; when its kernel has said something, give back the line to it.

    JupyterLab shows a kernel as idle before it listens to it, and loses what is asked until then.
    """
    with page.expect_websocket(lambda socket: "/channels" in socket.url, timeout=60_000) as opened:
        opening()
    opened.value.wait_for_event("framereceived", timeout=60_000)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)
    return opened.value


def run_cell(page: Page, index: int) -> Locator:
    """Run cell `index`, wait for its end, and give back the cell."""
    cell = page.locator(".jp-Cell").nth(index)
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(RAN, arg=[prompt.element_handle(), before], timeout=120_000)
    return cell
