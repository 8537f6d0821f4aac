"""A reader's own copy of a chapter in JupyterLite: kept, and not in the way of a newer edition."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.browser import site as serve
from tests.support.places import HTML

CHAPTER = "02_evidence.ipynb"
TITLE, NEW_TITLE = "# Evidence", "# Evidence, second edition"
WORDS = "these are my words"
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # the page opens again what was open before
WAIT_MS = 120_000  # 10 s on an idle machine
SAYS = "This is your own copy of 02_evidence.ipynb, and the book has a newer edition of it."


@pytest.fixture
def book(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a copy of the site's lite/, and the chapter's file in it."""
    shutil.copytree(HTML / "lite", tmp_path / "lite")
    (tmp_path / "_static").mkdir()
    shutil.copytree(HTML / "_static" / "engine", tmp_path / "_static" / "engine")
    with serve(tmp_path) as address:
        yield address, tmp_path / "lite" / "files" / CHAPTER


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A browser's profile."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context
    context.close()


def open_chapter(reader: BrowserContext, address: str) -> Page:
    """A new tab with the chapter, once the script has looked at it."""
    page = reader.new_page()
    page.goto(f"{address}/lite/lab/index.html?path={CHAPTER}")
    page.locator(f"{IN_FRONT} .jp-Cell").first.wait_for(timeout=WAIT_MS)
    page.wait_for_function("() => window.jupyterapp", timeout=WAIT_MS)
    page.evaluate("() => window.jupyterapp.restored")
    page.wait_for_timeout(2000)  # whatever would be said has been said
    return page


def write_words(page: Page) -> None:
    """Add words to the first cell, and save."""
    cell = page.locator(".jp-Notebook .jp-MarkdownCell").first
    cell.locator("h1").dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f"\n\n{WORDS}")
    page.keyboard.press("Shift+Enter")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(500)


def publish_a_new_edition(file: Path) -> None:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    text = "".join(notebook["cells"][0]["source"])
    assert text.startswith(TITLE)
    notebook["cells"][0]["source"] = text.replace(TITLE, NEW_TITLE, 1)
    file.write_text(json.dumps(notebook), encoding="utf-8")


def shown(page: Page) -> str:
    """The chapter in front."""
    return page.locator(f"{IN_FRONT} .jp-Notebook").inner_text()


def test_a_newer_edition_is_offered_and_the_readers_copy_kept(book, reader):
    address, file = book
    page = open_chapter(reader, address)
    write_words(page)
    page.close()

    page = open_chapter(reader, address)  # the book is as it was: nothing to say
    assert WORDS in shown(page)
    assert page.get_by_text(SAYS).count() == 0
    page.close()

    publish_a_new_edition(file)
    page = open_chapter(reader, address)
    expect(page.get_by_text(SAYS)).to_be_visible(timeout=WAIT_MS)
    assert WORDS in shown(page)  # nothing has happened yet
    page.get_by_role("button", name="Open the book's newest copy").click()
    expect(newest_in(page)).to_be_visible(timeout=WAIT_MS)
    assert WORDS not in shown(page)
    mine = page.get_by_role("tab", name="02_evidence (my copy).ipynb").first
    mine.click()
    assert WORDS in shown(page)
    page.close()

    page = open_chapter(reader, address)  # the matter is settled
    expect(newest_in(page)).to_be_visible(timeout=WAIT_MS)
    assert page.get_by_text(SAYS).count() == 0
    kept = page.evaluate(
        "() => window.jupyterapp.serviceManager.contents.get("
        "'02_evidence (my copy).ipynb', { content: true })"
    )
    assert WORDS in json.dumps(kept["content"])


def newest_in(page: Page) -> Locator:
    return page.locator(IN_FRONT).get_by_role("heading", name="Evidence, second edition")


def test_whoever_keeps_the_own_copy_is_asked_again_only_at_the_next_edition(book, reader):
    address, file = book
    page = open_chapter(reader, address)
    write_words(page)
    page.close()
    publish_a_new_edition(file)
    page = open_chapter(reader, address)
    page.get_by_role("button", name="Keep mine").click()
    page.close()
    page = open_chapter(reader, address)
    assert WORDS in shown(page)
    assert page.get_by_text(SAYS).count() == 0


def test_without_a_copy_the_newer_edition_is_simply_there(book, reader):
    address, file = book
    open_chapter(reader, address).close()
    publish_a_new_edition(file)
    page = open_chapter(reader, address)
    expect(newest_in(page)).to_be_visible(timeout=WAIT_MS)
    assert page.get_by_text(SAYS).count() == 0
