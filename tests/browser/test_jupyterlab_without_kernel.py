"""A notebook's labs before their cells are run, and when their kernel is gone.

Each says what to do, or shows its recorded runs; there is no error where a lab was or will be.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbclient
import nbformat
import pytest
from playwright.sync_api import Browser, expect

from leaklab.labs.lab import FALLBACK
from tests.support import browser as support
from tests.support.notebook import Notebook

CELLS = [
    "from leaklab.labs import LeakLab\nlab = LeakLab(latency_s=(0.3, 0.9), rate_per_s=(10, 50),\n"
    "              timeout_s=(0.6,))\nlab",
    "lab",
    "1 + 1",
]
RECORDED = "Run this cell, and the kernel answers every setting."
Open = Callable[[str], Notebook]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What JupyterLab serves: notebooks that `make execute` would leave, none run by a reader."""
    folder = tmp_path_factory.mktemp("jupyter")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    for cell in notebook.cells:
        cell.execution_count += 90  # so that a reader's run is seen to change it
    nbformat.write(notebook, folder / "with-widget-state.ipynb")  # JupyterLab saves it when asked
    del notebook.metadata["widgets"]
    for name in ("trusted", "untrusted", "reader", "restarted", "loaded"):
        notebook.metadata["title"] = name  # else the signature of one is that of all
        nbformat.write(notebook, folder / f"{name}.ipynb")
    trusted = [str(path) for path in folder.glob("*.ipynb") if path.stem != "untrusted"]
    env = {**os.environ, **support.jupyter_homes(folder)}
    subprocess.run([sys.executable, "-m", "jupyter", "trust", *trusted], env=env, check=True)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[support.JupyterLab]:
    env = {**os.environ, **support.jupyter_homes(folder)}
    with support.jupyter_server(folder, env=env) as server:
        yield server


@pytest.fixture
def opened(browser: Browser, server: support.JupyterLab) -> Iterator[Open]:
    """Open a notebook in a window of its own."""
    notebooks: list[Notebook] = []

    def open_notebook(name: str) -> Notebook:
        context = browser.new_context(viewport={"width": 1280, "height": 2400})
        notebooks.append(Notebook(context.new_page(), server.notebook(f"{name}.ipynb")))
        return notebooks[-1]

    yield open_notebook
    for each in notebooks:
        assert (each.errors, each.foreign) == ([], [])
        each.page.context.close()


def reads(notebook: Notebook, *outputs: str) -> None:
    """A reader sees so many outputs below the cells, and these words in them."""
    place = notebook.page.locator(".jp-OutputArea-output")
    expect(place).to_contain_text([*outputs], use_inner_text=True, timeout=30_000)


@pytest.mark.parametrize("name", ["trusted", "untrusted"])
def test_before_its_cell_is_run_the_place_of_a_lab_says_what_to_do(opened, name):
    notebook = opened(name)
    reads(notebook, FALLBACK, FALLBACK, "2")
    assert "run this cell" in FALLBACK
    assert notebook.lab.count() == (name == "trusted")
    notebook.run(0)
    notebook.await_kernel()


def test_a_notebook_that_holds_the_state_of_its_widgets_shows_the_recorded_runs(opened):
    notebook = opened("with-widget-state")
    notebook.lab.get_by_text(RECORDED).wait_for()
    notebook.lab.get_by_label("Latency").press("End")
    assert notebook.counter("k8s-1.12", "parked") == 300
    notebook.run(0)
    notebook.await_kernel()


def is_saved(answer) -> bool:
    """Whether this is the server's answer that the notebook is in its file."""
    return answer.request.method == "PUT" and "/api/contents/" in answer.url


def test_saved_and_opened_again_without_its_kernel_it_says_so_again(opened, folder):
    notebook = opened("reader")
    notebook.choose("Run", "Run All Cells")
    notebook.await_kernel()
    with notebook.page.expect_response(
        lambda answer: answer.request.method == "PUT"
    ):  # it is there
        notebook.choose("File", "Save Notebook")
    notebook.choose("Kernel", "Shut Down Kernel")
    notebook.lab.get_by_text(RECORDED).wait_for()
    saved = json.loads((folder / "reader.ipynb").read_text(encoding="utf-8"))
    assert saved["cells"][0]["execution_count"] == 1  # by the reader
    assert {kind for cell in saved["cells"] for out in cell["outputs"] for kind in out["data"]} == {
        "text/html",
        "text/plain",
    }
    again = opened("reader")
    reads(again, FALLBACK, FALLBACK, "2")
    again.run(2)  # [3] becomes [1]; it would stay [1] above
    again.run(0)
    again.await_kernel()


@pytest.mark.parametrize("item", ["Restart Kernel…", "Shut Down Kernel"])
def test_a_lost_kernel_leaves_the_recorded_runs(opened, item):
    notebook = opened("restarted")
    notebook.run(0)
    notebook.await_kernel()
    lab = notebook.lab
    lab.get_by_label("Latency").press("End")
    lab.get_by_role("button", name="Go live").click()
    notebook.await_counter("k8s-1.12", "parked", 200)
    notebook.choose("Kernel", item)
    if item.startswith("Restart"):
        notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    lab.get_by_text(RECORDED).wait_for()
    assert lab.get_by_role("button", name="Go live").count() == 0
    latency = lab.get_by_label("Latency")
    assert latency.get_attribute("aria-valuetext") == "0.9 s"
    assert notebook.counter("k8s-1.12", "parked") == 300
    latency.press("ArrowLeft")
    assert latency.get_attribute("aria-valuetext") == "0.3 s"  # a recorded stop
    assert notebook.counter("k8s-1.12", "parked") == 0
    if item.startswith("Restart"):
        notebook.run(2)
        notebook.run(0)
        notebook.await_kernel()


def test_a_page_that_is_loaded_again_finds_the_kernel_that_still_runs(opened):
    notebook = opened("loaded")
    notebook.run(0)
    notebook.await_kernel()
    notebook.page.reload()
    notebook.await_kernel()


def test_two_views_of_a_lab_are_answered_each_alone_and_go_to_the_lab_that_follows(opened):
    notebook = opened("loaded")
    notebook.run(0)
    notebook.run(1)
    first, second = (notebook.page.locator("leak-lab").nth(i) for i in range(2))
    for view in (first, second):
        notebook.await_kernel(view)
        view.get_by_label("Latency").press("End")
    for _ in range(5):
        first.get_by_label("Latency").press("ArrowLeft")
    assert first.get_by_label("Latency").get_attribute("aria-valuetext") == "0.85 s"
    assert second.get_by_label("Latency").get_attribute("aria-valuetext") == "0.9 s"
    notebook.run(0)  # ends the lab that both show; the second view is still there
    for view in (first, second):
        notebook.await_kernel(view)
    second.get_by_label("Latency").press("ArrowLeft")
    assert second.get_by_label("Latency").get_attribute("aria-valuetext") == "0.89 s"
