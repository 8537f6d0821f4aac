"""Binder without Docker: what repo2docker does, in a clean venv, then chapters in JupyterLab.

repo2docker 2026.4 sees requirements.txt, runtime.txt and a pyproject.toml, and runs, in the
repository's root: pip install -r requirements.txt; pip install .; ./postBuild. Mybinder grants
1 GB of memory for certain, and 2 at most.

runtime.txt names 3.11, the oldest of the Pythons that we support: it is the one that the
machines which run these tests have, so what Binder gets is what was tried.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Error, Locator, Page, WebSocket

from tests.support import browser as support
from tests.support.footprint import Footprint
from tests.support.programs import missing

ROOT = support.ROOT
# Short chapters with four labs of the five, the heaviest chapter, and the one that adds cells of
# its own. The fifth lab, chapter 9's, asks its kernel by the same protocol.
CHAPTERS = ["index", "01_two_evenings", "02_evidence", "03_go_in_trio", "12_your_turn", "faithful"]
LIMIT_MB = 1000
LABS = re.compile(
    r'<(leak-lab|incident-replay|request-story|task-profile) id="([^"]*)">'
    r'<script type="application/json">'
)
# What other buildpacks look for, before Python's turn comes, or instead of the root.
OTHERS = ["binder", ".binder", "Dockerfile", "environment.yml", "Pipfile", "Pipfile.lock"]
OTHERS += ["Project.toml", "REQUIRE", "default.nix", "DESCRIPTION", "install.R"]
STARS = "[...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('*'))"
# A race of JupyterLab's own, rare and without effect: its cell toolbar asks for a cell that left.
KNOWN = "Cannot read properties of undefined (reading 'node')"
peaks_mb: dict[str, float] = {}


def run(*command: str | Path, cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def named() -> str:
    """The Python that runtime.txt names."""
    name = (ROOT / "runtime.txt").read_text().strip().replace("-", "")
    python = shutil.which(name)
    if python is None or subprocess.run([python, "-c", ""], capture_output=True).returncode:
        missing(f"{name} is missing")
    return str(python)


class Image(NamedTuple):
    """What stands for Binder's image: the repository, its Python, its environment."""

    repository: Path
    python: Path
    env: dict[str, str]


@pytest.fixture(scope="module")
def image(named: str, tmp_path_factory: pytest.TempPathFactory) -> Image:
    home = tmp_path_factory.mktemp("binder")
    repository, bin_ = home / "repository", home / "venv" / "bin"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, repository / name)
    own = {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", **support.jupyter_homes(home)}
    env = {**os.environ, **own}
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "JUPYTER_PATH", "JUPYTER_PLATFORM_DIRS"):
        env.pop(name, None)
    run(named, "-m", "venv", bin_.parent, cwd=home, env=env)
    install = [bin_ / "python", "-m", "pip", "install"]
    uv = Path(sys.executable).with_name("uv")  # the same packages, in 6 s where pip takes 116
    if uv.exists():
        install = [uv, "pip", "install", "--python", bin_ / "python"]
    run(*install, "-r", "requirements.txt", cwd=repository, env=env)
    run(*install, ".", cwd=repository, env=env)
    run("chmod", "+x", "postBuild", cwd=repository, env=env)
    run("./postBuild", cwd=repository, env=env)
    return Image(repository, bin_ / "python", env)


class Reader:
    """Somebody with one window on JupyterLab, who reads a chapter at a time."""

    def __init__(self, page: Page, lab: support.JupyterLab, image: Image) -> None:
        self.page, self.lab, self.image = page, lab, image
        self.errors: list[str] = []
        self.foreign: list[str] = []
        own = (lab.address, "data:", "blob:")
        page.on("pageerror", self.broke)
        page.on(
            "request",
            lambda asked: asked.url.startswith(own) or self.foreign.append(asked.url),
        )
        page.goto(f"{lab.address}/lab/tree/chapters?token={support.TOKEN}")

    def broke(self, error: Error) -> None:
        """Keep an error, unless it is the one that JupyterLab's cell toolbar is known for."""
        stack = error.stack or str(error)
        where = next((line for line in stack.splitlines() if line.lstrip().startswith("at ")), "")
        if not (KNOWN in stack and "/static/lab/" in where):
            self.errors.append(stack)

    def open(self, name: str) -> WebSocket:
        self.errors.clear()
        item = self.page.locator(".jp-DirListing-item", has_text=name)
        return support.await_kernel(self.page, item.dblclick)

    def run_all(self) -> None:
        for name in ("Run", "Run All Cells"):
            self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.wait_for_function(STARS, timeout=30_000)
        self.page.wait_for_function(f"!{STARS}", timeout=180_000)

    def move(self, lab: Locator, line: WebSocket) -> None:
        """Move the lab's first slider to where nothing is recorded: the kernel must answer."""
        says = lab.locator(".says")
        lab.scroll_into_view_if_needed()
        lab.locator("input[type=range]").first.focus()
        self.page.keyboard.press("Home")
        with line.expect_event("framereceived", lambda frame: b'"answer"' in bytes_of(frame)):
            self.page.keyboard.press("ArrowRight")
        told = "lab => lab.answered === lab.turn && !lab.hasAttribute('data-failed')"
        self.page.wait_for_function(told, arg=lab.element_handle(), timeout=20_000)
        assert says.text_content()

    def save_and_close(self) -> None:
        """Save the chapter and close its tab; its kernel must end by that."""
        self.page.locator('[data-command="docmanager:save"]').click()
        self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty").wait_for(state="detached")
        self.page.locator(".jp-mod-current .lm-TabBar-tabCloseIcon").click()
        self.page.locator(".jp-NotebookPanel").wait_for(state="detached")
        address = f"{self.lab.address}/api/kernels?token={support.TOKEN}"
        for _ in range(100):
            if self.page.request.get(address).json() == []:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the closed chapter's kernel lives on")


def bytes_of(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


@pytest.fixture(scope="module")
def lab(image: Image) -> Iterator[support.JupyterLab]:
    with support.jupyter_server(image.repository, str(image.python), image.env) as lab:
        yield lab


@pytest.fixture(scope="module")
def footprint(lab: support.JupyterLab) -> Iterator[Footprint]:
    """Measures; in the end it tells what each chapter took, for whoever reads the log."""
    if not Path("/proc/self/smaps_rollup").exists():
        missing("memory is read from Linux's /proc")
    with Footprint.of(lab.pid) as footprint:
        yield footprint
    for name, peak_mb in peaks_mb.items():
        print(f"  {name:<40}{peak_mb:5.0f} MB", file=sys.__stderr__)


@pytest.fixture(scope="module")
def reader(lab: support.JupyterLab, image: Image) -> Iterator[Reader]:
    support.need_chromium()
    with support.chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        yield Reader(page, lab, image)


def test_the_files_are_where_repo2docker_looks():
    assert [name for name in OTHERS if (ROOT / name).exists()] == []
    assert re.fullmatch(r"python-3\.1[123]\n", (ROOT / "runtime.txt").read_text())
    lines = (ROOT / "postBuild").read_text().splitlines()
    assert lines[0] == "#!/bin/bash"
    assert "set -e" in lines
    assert os.access(ROOT / "postBuild", os.X_OK)
    assert not re.search(r"^(-|\.|https?:|git)", (ROOT / "requirements.txt").read_text(), re.M)


def test_the_image_is_complete(image):
    run(image.python, "-m", "pip", "check", cwd=image.repository, env=image.env)
    where = "import leaklab, pathlib; print(pathlib.Path(leaklab.__file__).parents[2])"
    run(image.python, "-c", where, cwd=image.repository / "chapters", env=image.env)


@pytest.mark.parametrize("name", [f"{stem}.ipynb" for stem in CHAPTERS])
def test_a_reader_runs_a_chapter(reader, footprint, name):
    path = reader.image.repository / "chapters" / name
    stored = path.read_text(encoding="utf-8")
    footprint.restart()
    line = reader.open(name)
    if "image/svg+xml" in stored:  # shown only if the chapter is trusted
        reader.page.locator(".jp-RenderedSVG").first.wait_for(state="attached")
    reader.run_all()
    for tag, lab in LABS.findall("".join(json_strings(stored))):
        reader.move(reader.page.locator(f"{tag}#{lab}"), line)
    reader.save_and_close()
    peaks_mb[name] = footprint.restart()
    cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == [*range(1, len(cells) + 1)]
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert peaks_mb[name] < LIMIT_MB
    assert (reader.errors, reader.foreign) == ([], [])


def json_strings(notebook: str) -> Iterator[str]:
    """The HTML forms of a notebook's outputs."""
    for cell in json.loads(notebook)["cells"]:
        for output in cell.get("outputs", ()):
            yield "".join(output.get("data", {}).get("text/html", ""))
