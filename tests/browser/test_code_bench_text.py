"""A bench in the page: the reader's text is kept, put aside for the book's, and carried away."""

import json

import pytest
from playwright.sync_api import expect

from tests.support.bench_in_page import FIXED_A, KEY, A
from tests.support.places import HTML

NO_ROOM = """const method = Storage.prototype.METHOD;
Storage.prototype.METHOD = function (key, value) {
  if (key.startsWith("parked-forever/")) throw new DOMException("no room");
  return method.call(this, key, value);  // the theme's own
};"""


def test_edits_survive_a_reload_and_the_book_is_one_button_away(bench):
    page = bench().open()
    page.write(FIXED_A)
    page.has(FIXED_A)
    page.page.reload()
    expect(page.element.locator(".says")).to_contain_text("your text is kept on this machine")
    page.open()
    assert "with answers, trio.move_on_after" in page.editor.inner_text()
    page.press("As in the book")
    page.has(A)  # nothing is kept of what is the book's
    assert page.page.evaluate("key => localStorage.getItem(key)", KEY) is None
    page.press("Back to mine")
    page.has(FIXED_A)
    page.press("As in the book")
    page.editor.focus()
    page.page.keyboard.press("Control+z")
    page.has(FIXED_A)


def test_a_text_from_another_edition_is_kept_and_told(bench):
    page = bench()
    entry = {"edition": 1, "value": {"text": FIXED_A, "title": "Server A", "href": "", "of": "old"}}
    page.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(entry)])
    page.page.reload()
    page.open()
    expect(page.element).to_contain_text("The book's source has changed since you began.")
    page.page.keyboard.press("Control+End")
    assert "with answers" in page.editor.inner_text()


@pytest.mark.parametrize("broken", ["setItem", "getItem"])
def test_where_nothing_can_be_kept_it_works_and_says_so(bench, broken):
    page = bench(own=True)
    page.page.add_init_script(NO_ROOM.replace("METHOD", broken))
    page.page.reload()
    page.open_with_python()
    page.write(FIXED_A)
    if broken == "setItem":
        expect(page.element).to_contain_text("download your text before you leave")
    page.press("Run")
    page.says("left at the end 0")


def test_the_text_is_downloaded_as_it_stands(bench):
    page = bench().open()
    page.write(FIXED_A)
    with page.page.expect_download() as download:
        page.press("Download")
    assert download.value.suggested_filename == "server_a.py"
    assert download.value.path().read_text() == FIXED_A


def test_from_a_file_one_edits_and_is_told_why_nothing_runs(bench):
    page = bench(HTML.as_uri()).open()
    page.says("You can edit and download here, but not run: a browser runs no worker")
    page.write(FIXED_A)
    page.press("Run")
    page.says("It cannot be run here")
    with page.page.expect_download() as download:
        page.press("Download")
    assert download.value.path().read_text() == FIXED_A
    page.press("Open in JupyterLab")
    page.says("cannot start in a page opened from a file")


@pytest.mark.slow
def test_a_text_is_carried_into_jupyterlab_and_judged_there(bench):
    page = bench().open()
    page.write(FIXED_A)
    page.says("Python is ready")
    with page.page.expect_popup() as popup:
        page.press("Open in JupyterLab")
    page.says("JupyterLab opens in a new tab")
    lab = popup.value
    cell = lab.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell").first
    cell.wait_for(timeout=180_000)
    expect(cell.locator(".cm-content")).to_contain_text("with answers, trio.move_on_after")
    assert lab.evaluate("localStorage.getItem('parked-forever carried')") is None
    lab.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel",
        timeout=180_000,
    )
    lab.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => 1)"
    )
    lab.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    expect(lab.locator(".jp-OutputArea-output").last).to_contain_text("Fixed.", timeout=180_000)
