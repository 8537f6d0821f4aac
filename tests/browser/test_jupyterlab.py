"""The labs in a real JupyterLab with a real kernel: cells run, sliders moved, servers run live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from leaklab import simulate
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from tests.support import browser as support
from tests.support.notebook import Notebook

CELLS = [
    "from leaklab.labs import LabSetting, LeakLab\nlate = LabSetting(latency_s=0.9)\n"
    "lab = LeakLab(latency_s=(0.3, 0.9), rate_per_s=(10, 50), timeout_s=(0.6,), start=late)\nlab",
    "import gc, trio\n_ = gc.collect()\n"
    "sum(isinstance(thing, trio.lowlevel.Task) for thing in gc.get_objects())",
    "LeakLab(name='twin', latency_s=(0.3, 0.9), rate_per_s=(10, 50), timeout_s=(0.6,),\n"
    "        start=late)",
]
PLAN = LabPlan()


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a notebook in a JupyterLab of its own."""
    with support.jupyterlab(tmp_path_factory.mktemp("jupyter"), CELLS) as address:
        yield address


@pytest.fixture
def notebook(browser: Browser, jupyter: str) -> Iterator[Notebook]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    notebook = Notebook(context.new_page(), jupyter)
    yield notebook
    assert notebook.foreign == []
    context.close()


def test_the_kernel_answers_any_setting(notebook):
    notebook.run(0)
    notebook.await_kernel()
    latency = notebook.lab.get_by_label("Latency")
    latency.focus()
    for _ in range(5):
        notebook.page.keyboard.press("ArrowLeft")
    value = latency.get_attribute("aria-valuetext")
    assert value == "0.85 s"  # not one of the recorded stops
    run = simulate(PLAN.scenario(LabSetting(latency_s=0.85)), "k8s-1.12")
    notebook.await_counter("k8s-1.12", "peak", run.tasks_peak)
    assert notebook.counter("k8s-1.12", "parked") == run.tasks_left
    assert notebook.counter("k8s-1.17", "parked") == 0


def test_live_the_knobs_act_on_the_running_server_and_nothing_survives(notebook):
    notebook.run(0)
    before = int(notebook.run(1))
    lab = notebook.lab
    lab.get_by_role("button", name="Go live").click()
    notebook.await_counter("k8s-1.12", "parked", 400)
    assert notebook.counter("k8s-1.17", "parked") == 0
    running = int(notebook.run(1))  # another cell runs while the servers live
    assert running > before + 400
    lab.get_by_label("Latency").focus()
    notebook.page.keyboard.press("Home")  # 0.3 s: from now on nothing is left behind
    notebook.await_counter("k8s-1.12", "200", 100)  # two seconds of virtual time later
    settled = notebook.counter("k8s-1.12", "parked")
    notebook.await_counter("k8s-1.12", "200", 200)
    assert notebook.counter("k8s-1.12", "parked") == settled
    assert notebook.counter("k8s-1.12", "504") == settled
    steady = simulate(PLAN.scenario(LabSetting(latency_s=0.3)), "k8s-1.17").at(4).tasks
    assert abs(notebook.counter("k8s-1.17", "alive") - steady) <= 2
    lab.get_by_role("button", name="End live").click()
    notebook.page.wait_for_timeout(500)
    assert int(notebook.run(1)) == before
    lab.locator("summary").click()
    lab.get_by_role("button", name="Reset").click()
    lab.get_by_role("button", name="Go live").click()
    notebook.await_counter("k8s-1.12", "parked", 400)
    notebook.run(0)  # the cell runs again: the former lab ends with all its tasks
    assert int(notebook.run(1)) == before


def test_two_labs_live_at_once_and_each_ends_alone(notebook):
    notebook.run(0)
    before = int(notebook.run(1))
    notebook.run(2)
    twin = notebook.page.locator("leak-lab#twin")
    for lab in (notebook.lab, twin):
        lab.get_by_role("button", name="Go live").click()
    for lab in (notebook.lab, twin):
        notebook.await_counter("k8s-1.12", "parked", 200, lab)
    notebook.lab.get_by_role("button", name="End live").click()
    reached = notebook.counter("k8s-1.12", "parked", twin)
    notebook.await_counter("k8s-1.12", "parked", reached + 200, twin)
    twin.get_by_role("button", name="End live").click()
    notebook.page.wait_for_timeout(500)
    assert int(notebook.run(1)) == before
