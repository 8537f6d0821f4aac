"""Chapter 12's servers in a real JupyterLab: the source comes into a new cell, ready to change."""

import pytest

from tests.support import browser as support

CELLS = [
    "from leaklab.book import mystery\nFixedServer = mystery.take(mystery.A, edit=True)",
    "1 + 1",
]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with support.jupyterlab(tmp_path_factory.mktemp("take"), CELLS) as address:
        yield address


def test_a_new_cell_holds_the_server_and_can_be_run(browser, notebook):
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    page = context.new_page()
    support.open_notebook(page, notebook)
    cells = page.locator(".jp-Notebook .jp-Cell")
    assert cells.count() == len(CELLS)
    support.run_cell(page, 0)
    cells.nth(len(CELLS)).wait_for()
    source = cells.nth(1).locator(".cm-content").inner_text()
    assert "from leaklab.book.mystery.kit import *" in source
    assert "class FixedServer(TimeoutFilter):" in source
    support.run_cell(page, 1)
    page.keyboard.press("Escape")
    assert cells.nth(1).locator(".jp-OutputArea-output").count() == 0  # no error
    context.close()
