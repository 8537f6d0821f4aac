"""`python without_network.py STEP FOLDER`: what a room does with the workshop's folder, offline.

It is run in a network namespace of its own, which has an address of a local network (ADDRESS, as
browsers see a laptop in a room: no loopback, no https) and no way out. Prints what it saw as JSON.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.support import browser as support

ADDRESS = "10.20.30.40"
OUTSIDE = [("1.1.1.1", 443), ("192.0.2.1", 80)]
CHAPTER = "01_two_evenings"
WAIT_MS = 180_000
ENTER = ["unshare", "--map-root-user", "--net", "sh", "-c"]
UP = f"""ip link set lo up && ip link add room0 type veth peer name room1 &&
ip address add {ADDRESS}/24 dev room0 && ip link set room0 up && ip link set room1 up"""
# JupyterLab takes cells to run before its kernel listens, and may lose them.
HAS_KERNEL = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
LISTENS = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => 1)"
WRONG = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type$="jupyter.stderr"]'
# The cells themselves: those that are far from the screen have an empty prompt.
FIRST_RAN = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(({ model }) => model.type === "code").slice(0, 3)
    .every(({ model }) => model.executionCount)"""


def refused() -> str:
    """Why this machine lets nobody into a namespace; "" when it does."""
    try:
        done = subprocess.run([*ENTER, UP], capture_output=True, text=True)
    except OSError as error:
        return f"unshare: {error.strerror}"
    return done.stderr.strip() if done.returncode else ""


def run(step: str, *arguments: str) -> dict[str, Any]:
    """Run a step in a namespace of its own; what it saw. AssertionError with its words if not."""
    command = [sys.executable, "-m", "tests.support.without_network", step, *arguments]
    done = subprocess.run(
        [*ENTER, f'{UP} && exec "$@"', "sh", *command],
        cwd=support.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's own serve.py, asked for the network: the address that others type."""
    command = [sys.executable, "serve.py", "8123", "--host", "0.0.0.0"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        yield next(line.strip() for line in lines if "http://" in line).rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


class Watched:
    """A page, what went wrong in it, and whom it asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._hear)
        page.context.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.wrong.append(line.text)

    def others(self, own: str) -> list[str]:
        """Requests to anybody else."""
        return [url for url in self.asked if not url.startswith((own, "data:", "blob:"))]


@contextlib.contextmanager
def window(**look: Any) -> Iterator[Watched]:
    """A window in which nothing is folded and nothing moves."""
    with support.chromium() as browser:
        context = browser.new_context(reduced_motion="reduce", **look)
        context.add_init_script(support.UNFOLDED)
        yield Watched(context.new_page())
        context.close()


def in_a_room(folder: Path) -> dict[str, Any]:
    """Through the participant's door to chapter 1, and its lab with the page's Python."""
    with served(folder) as address, window() as seen:
        page = seen.page
        page.goto(f"{address}/")
        page.get_by_role("link", name="I take part").click()
        page.wait_for_url("**/site/chapters/*.html")
        door = page.url
        page.goto(f"{address}/site/chapters/{CHAPTER}.html")
        lab = page.locator("incident-replay").first
        lab.scroll_into_view_if_needed()
        button = lab.get_by_role("button", name="Run it here")
        button.wait_for()
        begun = time.monotonic()
        button.click()
        lab.get_by_text("Every setting is now run in this page").wait_for(timeout=WAIT_MS)
        ready_s = time.monotonic() - begun
        return {
            "secure": page.evaluate("isSecureContext"),
            "door": door,
            "ready_s": round(ready_s, 2),
            "menu": page.get_by_role("button", name="Run this chapter").count(),
            "wrong": seen.wrong,
            "others": seen.others(address),
        }


def in_jupyterlite(folder: Path) -> dict[str, Any]:
    """From a chapter's menu into JupyterLite, and the first cells of the participant's notebook."""
    with served(folder) as address, window(viewport={"width": 1400, "height": 1000}) as seen:
        page = seen.page
        page.goto(f"{address}/site/chapters/{CHAPTER}.html")
        page.get_by_role("button", name="Run this chapter").click()
        with page.expect_popup() as popup:
            page.get_by_role("link", name="Open in the browser").click()
        lite = popup.value
        begun = time.monotonic()
        lite.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=WAIT_MS)
        lite.wait_for_function(HAS_KERNEL, timeout=WAIT_MS)
        lite.wait_for_function(LISTENS, timeout=WAIT_MS)
        listens_s = time.monotonic() - begun
        lite.locator(".jp-Notebook .jp-Cell").first.click()
        for _ in range(6):
            lite.keyboard.press("Shift+Enter")
        lite.wait_for_function(FIRST_RAN, timeout=WAIT_MS)
        wrong = lite.locator(WRONG).all_text_contents()
        source = """() => jupyterapp.shell.currentWidget.content.widgets
            .map(({ model }) => model.sharedModel.source).join("\\n")"""
        return {
            "listens_s": round(listens_s, 2),
            "ran_s": round(time.monotonic() - begun, 2),
            "wrong": wrong,
            "source": lite.evaluate(source),
            "others": seen.others(address),
        }


def by_double_click(folder: Path) -> dict[str, Any]:
    """START-HERE.html from its file: both doors, and no menu that only a server can serve."""
    with window() as seen:
        page, doors = seen.page, {}
        for name in ("I take part", "I lead"):
            page.goto((folder / "START-HERE.html").as_uri())
            page.get_by_role("link", name=name).click()
            page.wait_for_url("**/site/chapters/*.html")
            doors[name] = page.locator("h1").first.inner_text()
        page.goto((folder / f"site/chapters/{CHAPTER}.html").as_uri())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        menu = page.get_by_role("button", name="Run this chapter").count()
        return {"doors": doors, "menu": menu, "wrong": seen.wrong, "others": seen.others("file:")}


def by_pip(folder: Path, venv: Path) -> dict[str, Any]:
    """A bare venv gets its kernel from the folder's wheels, by the line that README.txt has."""
    bare = {
        key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))
    }
    bare["PIP_CONFIG_FILE"] = os.devnull
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, env=bare)
    python = str(venv / "bin" / "python")
    begun = time.monotonic()
    line = [python, "-m", "pip", "install", "-r", "wheels/requirements-workshop.txt"]
    subprocess.run(line, cwd=folder, check=True, env=bare, stdout=sys.stderr)
    took_s = time.monotonic() - begun
    check = [python, "-m", "pip", "check", "--disable-pip-version-check"]
    checked = subprocess.run(check, capture_output=True, text=True, env=bare)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, env=bare
    )
    names = [line.partition("==")[0] for line in listed.stdout.split()]
    return {"installed_s": round(took_s, 2), "check": checked.stdout.strip(), "names": names}


def in_its_kernel(venv: Path, notebook: Path) -> dict[str, Any]:
    """Run a notebook in the kernel of `venv`: what its exercises' checks say, figures drawn."""
    spec = venv / "share" / "jupyter" / "kernels" / "bare"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [str(venv / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": "bare", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")
    os.environ["JUPYTER_PATH"] = str(venv / "share" / "jupyter")
    os.environ.pop("PYTHONPATH", None)
    read = nbformat.read(notebook, as_version=4)
    begun = time.monotonic()
    NotebookClient(read, kernel_name="bare", timeout=600).execute(cwd=str(notebook.parent))
    said = [
        "".join(output.get("data", {}).get("text/plain", ""))
        for cell in read.cells
        if cell.cell_type == "code" and cell.source.startswith("answer =")
        for output in cell.outputs
    ]
    pictures = [
        sorted(output.data)
        for cell in read.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "plain-figure" in "".join(output.get("data", {}).get("text/html", ""))
    ]
    took_s = round(time.monotonic() - begun, 2)
    return {"said": said, "figures": len(pictures), "ran_s": took_s}


def way_out() -> list[str]:
    """The addresses outside that can be reached: none, or this is no machine without network."""
    reached = []
    for address in OUTSIDE:
        with contextlib.suppress(OSError), socket.create_connection(address, timeout=2):
            reached.append(address[0])
    return reached


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "in_a_room": in_a_room,
    "in_jupyterlite": in_jupyterlite,
    "by_double_click": by_double_click,
    "by_pip": by_pip,
    "in_its_kernel": in_its_kernel,
}

if __name__ == "__main__":
    assert way_out() == [], "this is a machine with a network"
    step, *paths = sys.argv[1:]
    print(json.dumps(STEPS[step](*map(Path, paths))))
