"""A real JupyterHub of hub/jupyterhub_config.py, and participants who come to it in a browser."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Locator, Request, WebSocket

from tests.support import browser as support
from tools.paths import CHAPTERS
from tools.ports import free_port

CONFIG = support.ROOT / "hub" / "jupyterhub_config.py"
PASSWORD = "a closed room"
CHAPTER = "05_nobody_is_coming"
UP = "JupyterHub is now running at "
END_S = 30
GAVE_UP, TRIES = "[anywidget] Failed to initialize model", 4
PATIENCE_MS = 300_000  # five servers may start at once, on two processors


def code_cell(words: str) -> int:
    """The index among all cells, from 0, of the chapter's one code cell with these words."""
    cells = json.loads((CHAPTERS / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]
    [found] = [
        index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code" and words in "".join(cell["source"])
    ]
    return found


class Hub:
    """A running hub: where it listens, its folder, what it said, and which servers it has."""

    def __init__(self, address: str, data: Path, process: "subprocess.Popen[str]") -> None:
        self.address, self.data, self.process = address, data, process
        self.said: list[str] = []

    def await_start(self) -> None:
        """Read what it says until it listens. RuntimeError, with all of it, where it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if UP in line:
                return
        raise RuntimeError("the hub did not start:\n" + "".join(self.said))

    def listen(self) -> None:
        """Read on until it ends, else its pipe fills up."""
        assert self.process.stdout is not None
        self.said.extend(self.process.stdout)

    def below(self) -> list[psutil.Process]:
        """The proxy, the servers, the kernels."""
        with contextlib.suppress(psutil.NoSuchProcess):
            below: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
            return below
        return []

    def servers(self) -> dict[str, psutil.Process]:
        """The participants' servers that run now, by the participant's name."""
        found = {}
        for process in self.below():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if "jupyterhub.singleuser" in process.cmdline():
                    found[process.environ()["JUPYTERHUB_USER"]] = process
        return found


@contextlib.contextmanager
def hub(data: Path, **settings: str) -> Iterator[Hub]:
    """A hub that keeps all in `data`; `settings` are its environment's: `HUB_IDLE_S="5"`.

    At the end it is told to end. AssertionError where anything of it is left then.
    """
    env = {**os.environ, "HUB_PASSWORD": PASSWORD, "HUB_CHAPTER": CHAPTER, **settings}
    env |= {"HUB_DATA": str(data), "HUB_ADDRESS": f"http://127.0.0.1:{free_port()}"}
    for name in (*support.jupyter_homes(data), "JUPYTERHUB_API_TOKEN"):
        env.pop(name, None)
    with subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
        cwd=data,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        running = Hub(env["HUB_ADDRESS"], data, process)
        reader = threading.Thread(target=running.listen)
        below: list[psutil.Process] = []
        try:
            running.await_start()
            reader.start()
            yield running
        finally:
            below = running.below()
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=END_S)
            _, left = psutil.wait_procs(below, timeout=END_S)
            told = [" ".join(each.cmdline()) for each in left if each.is_running()]
            for each in left:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
            process.kill()
            if reader.is_alive():
                reader.join()
        assert told == [], "the hub has ended, and left these behind"


class Participant:
    """Somebody with a browser of their own: comes in, runs cells, moves a lab, answers."""

    def __init__(self, browser: Browser, hub: Hub, name: str) -> None:
        self.name = name
        self.context = browser.new_context(viewport={"width": 1280, "height": 1400})
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.lines: list[WebSocket] = []
        self.own = (hub.address, "data:", "blob:")
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        self.page.on("request", self.asked)
        self.page.on("websocket", self.opened)
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.goto(hub.address)

    def asked(self, request: Request) -> None:
        """Keep a request to any other host."""
        if not request.url.startswith(self.own):
            self.foreign.append(request.url)

    def opened(self, line: WebSocket) -> None:
        """Keep a line to a kernel."""
        if "/channels" in line.url:
            self.lines.append(line)

    def log_in(self, password: str = PASSWORD) -> None:
        """Type name and password; the hub begins to start a server."""
        self.page.get_by_label("Username").fill(self.name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click(no_wait_after=True)

    def await_chapter(self) -> None:
        """Wait until the hub's first chapter is open and its kernel has said something."""
        began_s = time.monotonic()
        while not self.lines:  # JupyterLab shows a kernel as idle before it listens to it
            if time.monotonic() > began_s + PATIENCE_MS / 1000:
                raise AssertionError(f"{self.name} is at {self.page.url} without a kernel")
            self.page.wait_for_timeout(100)
        ready = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
        self.page.locator(ready).wait_for()

    def told(self, what: bytes) -> AbstractContextManager[object]:
        """Wait at the block's end until the kernel has sent a message with these bytes."""
        return self.lines[-1].expect_event(
            "framereceived", lambda frame: what in raw(frame), timeout=PATIENCE_MS
        )

    def run(self, index: int) -> Locator:
        """Run the cell of this index, from 0, wait until the kernel has ended it, and give it back.

        Its number is no sign of that: the chapter is stored with the numbers of a full run.
        """
        cell = self.page.locator(".jp-Cell").nth(index)
        cell.locator(".cm-content").click()
        with self.told(b"execute_reply"):
            self.page.keyboard.press("Control+Enter")
        return cell

    def run_lab(self, index: int) -> Locator:
        """Run a cell that shows a lab, until the kernel answers that lab; the lab.

        anywidget gives a widget 2 s to load and then gives up for good; a machine that runs five
        browsers may need longer. Then the cell is run again, as a reader would.
        """
        for _ in range(TRIES):
            cell = self.run(index)
            live = cell.get_by_role("button", name="Go live")
            for _ in range(600):
                if live.count():
                    return cell.locator("leak-lab")
                if any(GAVE_UP in error for error in self.errors):
                    break
                self.page.wait_for_timeout(100)
            self.errors = [error for error in self.errors if GAVE_UP not in error]
        raise AssertionError(f"{self.name}'s lab has no kernel, after {TRIES} tries")

    def move(self, lab: Locator) -> str:
        """Move the lab's first slider where nothing is recorded; what it says then.

        The kernel must answer: the page has no other way to know.
        """
        lab.scroll_into_view_if_needed()
        lab.locator("input[type=range]").first.focus()
        self.page.keyboard.press("Home")
        with self.told(b'"answer"'):
            self.page.keyboard.press("ArrowRight")
        told = "lab => lab.answered === lab.turn && !lab.hasAttribute('data-failed')"
        self.page.wait_for_function(told, arg=lab.element_handle(), timeout=PATIENCE_MS)
        return lab.locator(".says").inner_text()

    def answer(self, cell: Locator, answer: str) -> Locator:
        """Type an answer into the exercise's box; its verdict."""
        field = cell.get_by_role("textbox", name="Your answer")
        field.fill(answer)
        field.press("Enter")
        return cell.locator("answer-box").get_by_role("status")

    def leave(self) -> None:
        """Close the browser; a second time does nothing."""
        self.context.close()

    def __enter__(self) -> "Participant":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


def raw(frame: str | bytes) -> bytes:
    """What a line brought, as bytes."""
    return frame if isinstance(frame, bytes) else frame.encode()
