"""A notebook of one's own: the wheel that readers download, in an environment and a folder that
know nothing of the repository, installed and run by the lines of the book's page.
"""

import shlex
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from leaklab import simulate
from leaklab.labs import LabPlan, LabSetting
from tests.support import browser as support
from tests.support.elsewhere import CELL, INSTALL
from tests.support.notebook import Notebook
from tests.support.places import HTML, ROOT

WHERE = "import leaklab\nleaklab.__file__"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment after the documented line, run where the wheel is.

    uv takes a sixth of pip's time; the lock keeps the versions that are tested elsewhere.
    """
    folder = tmp_path_factory.mktemp("own")
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    start = ["python", "-m", "pip", "install"]
    words = shlex.split(INSTALL)
    assert words[:4] == start
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", f"--python={python}"]
    command = [*uv, f"--constraint={ROOT / 'requirements.txt'}", *words[4:]]
    done = subprocess.run(command, cwd=HTML / "_static", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return python


@pytest.fixture
def notebook(browser: Browser, python: Path, tmp_path: Path) -> Iterator[Notebook]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    with support.jupyterlab(tmp_path, [CELL, WHERE], str(python)) as address:
        notebook = Notebook(context.new_page(), address)
        yield notebook
        assert (notebook.errors, notebook.foreign) == ([], [])
        context.close()


def test_the_kernel_answers_a_setting_that_is_not_recorded(notebook, python):
    notebook.run(0)
    assert str(python.parents[1]) in notebook.run(1)
    notebook.await_kernel()
    latency = notebook.lab.get_by_label("Latency", exact=True)
    latency.focus()
    for _ in range(45):
        notebook.page.keyboard.press("ArrowRight")
    at = float(latency.get_attribute("aria-valuetext").removesuffix(" s"))
    assert 0.6 < at < 0.9
    run = simulate(LabPlan().scenario(LabSetting(latency_s=at)), "k8s-1.12")
    notebook.await_counter("k8s-1.12", "peak", run.tasks_peak)
    assert notebook.counter("k8s-1.12", "parked") == run.tasks_left > 0
