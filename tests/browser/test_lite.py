"""A whole chapter in JupyterLite: every cell runs, a lab answers, and nobody else is asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

CHAPTER = "07_where_it_came_from.ipynb"
# The cells themselves: those that are far from the screen have an empty prompt.
NUMBERED = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter(({ model }) => model.type === "code").every(({ model }) => model.executionCount)"""
# JupyterLab takes cells to run before its kernel listens, and may lose them.
HAS_KERNEL = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
LISTENS = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => 1)"
WRONG = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type$="jupyter.stderr"]'
WAIT_MS = 180_000  # 25 s on an idle machine


@pytest.fixture
def chapter(browser: Browser, site: str) -> Iterator[Page]:
    """The chapter after "Run All Cells"; in the end, whom the page and its workers asked."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{site}/lite/lab/index.html?path={CHAPTER}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=WAIT_MS)
    page.wait_for_function(HAS_KERNEL, timeout=WAIT_MS)
    page.wait_for_function(LISTENS, timeout=WAIT_MS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(NUMBERED, timeout=WAIT_MS)
    yield page
    context.close()
    assert any(url.endswith(".whl") for url in asked)  # the kernel's requests are seen too
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


def test_a_whole_chapter_runs_and_its_lab_answers(chapter: Page):
    assert chapter.locator(WRONG).all_text_contents() == []
    figures = chapter.locator("figure.plain-figure figcaption").all_text_contents()
    assert len(figures) == 2
    assert all("matplotlib cannot be had" in said and "In the book: " in said for said in figures)
    lab = chapter.locator("incident-replay")
    lab.scroll_into_view_if_needed(timeout=60_000)
    said = lab.locator(".says").inner_text()
    slider = lab.locator("input[type=range]").first
    slider.focus()
    for _ in range(5):
        chapter.keyboard.press("ArrowLeft")
    chapter.wait_for_function(
        "([says, before]) => says.innerText !== before",
        arg=[lab.locator(".says").element_handle(), said],
        timeout=60_000,
    )
    assert lab.get_by_role("button", name="Run it here").count() == 0  # the kernel answers
