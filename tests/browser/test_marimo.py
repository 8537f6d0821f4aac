"""The labs in a real marimo, from the very notebook that the book's page shows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from leaklab import simulate
from leaklab.labs import LabPlan, LabSetting
from tests.support.elsewhere import MARIMO
from tests.support.marimo import marimo

OPEN_MS = 60_000


def notebook(folder: Path) -> Path:
    path = folder / "lab.py"
    path.write_text(MARIMO, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `marimo run`."""
    with marimo("run", notebook(tmp_path_factory.mktemp("run"))) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address as somebody new. No error is made, and no other host asked."""
    contexts, wrong = [], []

    def open_page(address: str, **look: Any) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, **look)
        contexts.append(context)
        page = context.new_page()
        own = (address, address.replace("http", "ws"), "data:", "blob:")
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith(own) or wrong.append(asked.url))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def lab_of(page: Page) -> Locator:
    lab = page.locator("leak-lab")
    lab.locator(".says").wait_for(timeout=OPEN_MS)
    return lab


def move(page: Page, steps: int) -> float:
    """Move the latency's slider by that many steps; where it then stands, in s."""
    slider = lab_of(page).get_by_label("Latency", exact=True)
    slider.focus()
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
    return float(str(slider.get_attribute("aria-valuetext")).removesuffix(" s"))


def await_answer(page: Page, latency_s: float) -> None:
    """Wait until the lab shows what a run at this latency, which is not recorded, comes to."""
    assert latency_s not in (0.3, 0.9)
    run = simulate(LabPlan().scenario(LabSetting(latency_s=latency_s)), "k8s-1.12")
    words = f"At {latency_s:g} s .* {run.tasks_peak} tasks at the peak"
    says = lab_of(page).locator(".says").element_handle()
    script = "([says, words]) => new RegExp(words).test(says.textContent)"
    page.wait_for_function(script, arg=[says, words], timeout=20_000)


def test_the_kernel_answers_a_setting_that_is_not_recorded(app, visitor):
    page = visitor(app)
    await_answer(page, move(page, 5))
    await_answer(page, move(page, 7))


def test_each_visitor_of_an_app_has_a_lab_of_his_own(app, visitor):
    first = visitor(app)
    await_answer(first, move(first, 3))
    second = visitor(app)
    await_answer(second, move(second, 4))
    await_answer(first, move(first, 5))
    second.close()
    await_answer(first, move(first, 6))


def test_live_the_knobs_act_on_the_running_server(app, visitor):
    page = visitor(app)
    move(page, 60)  # to 0.9 s, over the timeout
    lab = lab_of(page)
    lab.get_by_role("button", name="Go live").click()
    lab.locator(".says", has_text="of them parked").wait_for()
    panel = lab.locator('figure[aria-label="k8s-1.12"]')
    parked = panel.locator("dl div", has_text="parked").first.locator("dd").element_handle()
    script = "parked => Number(parked.textContent.replace(',', '')) > 100"
    page.wait_for_function(script, arg=parked)
    lab.get_by_role("button", name="End live").click()


def test_in_the_editor_a_cell_may_run_again_and_the_page_be_loaded_again(visitor, tmp_path):
    with marimo("edit", notebook(tmp_path)) as address:
        page = visitor(address)
        code = page.locator(".cm-content").first
        code.click()
        page.keyboard.press("Control+Enter")
        await_answer(page, move(page, 5))
        again = lab_of(page).element_handle()
        code.click()
        page.keyboard.press("Control+Enter")
        page.wait_for_function("lab => !lab.isConnected", arg=again)
        await_answer(page, move(page, 3))
        page.reload()
        await_answer(page, move(page, 4))


def test_it_is_dark_where_marimo_is_though_the_system_is_not(visitor, tmp_path):
    with marimo("run", notebook(tmp_path), theme="dark") as address:
        lab = lab_of(visitor(address, color_scheme="light"))
        assert lab.locator(".lab").get_attribute("data-dark") == "true"
