"""The offline copy: made, unpacked, opened by its file, as after a double click."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import browser as support
from tests.support import slides_in_page as deck

MADE = support.ROOT / "_build" / "parked-forever.zip"
MAKE = [sys.executable, "-m", "tools.book.offline"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    subprocess.run(MAKE, cwd=support.ROOT, check=True, capture_output=True)
    unpacked = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(MADE) as archive:
        archive.extractall(unpacked)
    return unpacked / "parked-forever"


@pytest.fixture
def open_copy(folder, browser):
    """Open a page of the copy by its file, in a window of its own; nothing may go wrong in it."""
    errors: list[str] = []
    with browser.new_context() as context:

        def open_page(path: str):
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda line: line.type == "error" and errors.append(line.text))
            page.goto((folder / path).as_uri())
            return page

        yield open_page
    assert errors == []


@pytest.mark.parametrize(
    "tag", ["leak-lab", "request-story", "task-profile", "incident-replay", "limits-lab"]
)
def test_a_lab_answers_from_its_recorded_runs(folder, window, tag):
    page = next(
        path
        for path in sorted(folder.glob("chapters/*.html"))
        if f"<{tag} " in path.read_text(encoding="utf-8")
    )
    seen = window(page.as_uri(), tag)
    said = seen.says
    if tag == "request-story":  # its first step is the same at each latency
        seen.lab.get_by_role("button", name="Next").click()
    seen.lab.locator("input[type=range]").first.focus()
    for key in ["ArrowLeft"] * 30 + ["ArrowRight"] * 30:
        if seen.says != said:
            break
        seen.page.keyboard.press(key)
    assert seen.says != said


def test_it_opens_at_its_start_and_its_links_stay_inside(open_copy, folder):
    page = open_copy("index.html")
    page.wait_for_url("**/chapters/index.html")
    page.get_by_role("link", name="Evidence").first.click()
    page.wait_for_url("**/chapters/02_evidence.html")
    assert page.get_by_role("button", name="Run this chapter").count() == 0
    page.goto((folder / "search.html").as_uri() + "?q=drainer")
    page.locator("#search-results li a").first.wait_for()


def test_it_holds_the_notebooks_and_a_wheel_that_shows_labs(folder):
    chapters = {path.name for path in (support.ROOT / "chapters").glob("*.ipynb")}
    assert {path.name for path in (folder / "notebooks").iterdir()} == chapters
    (wheel,) = folder.glob("leaklab-*.whl")
    assert f'"{wheel.name}[notebook]"' in (folder / "README.txt").read_text()
    names = zipfile.ZipFile(wheel).namelist()
    assert "leaklab/labs/static/labs.mjs" in names
    assert not [name for name in names if "/static/engine/" in name]


def test_equal_sources_give_equal_bytes(folder):
    before = MADE.read_bytes()
    subprocess.run(MAKE, cwd=support.ROOT, check=True, capture_output=True)
    assert MADE.read_bytes() == before


def test_the_clinic_reads_a_dump_from_the_copy(open_copy):
    page = open_copy("chapters/clinic.html")
    page.get_by_role("button", name="Try it with a recording").click()
    page.get_by_text("A leak whose story is known: 200").wait_for(timeout=60_000)


def test_a_lab_runs_any_setting_in_the_copy(open_copy):
    page = open_copy("chapters/05_nobody_is_coming.html")
    lab = page.locator("leak-lab").first
    lab.scroll_into_view_if_needed()
    lab.get_by_role("button", name="Run it here").click()
    lab.get_by_text("Every setting is now run in this page").wait_for(timeout=60_000)


def test_a_participants_browser_is_checked_in_the_copy(open_copy):
    page = open_copy("chapters/workshop.html")
    page.get_by_text("This browser has all that you need.").wait_for()
    page.get_by_role("button", name="Start Python here").click()
    page.get_by_text("300 tasks stay parked").first.wait_for(timeout=60_000)
    page.get_by_text("JupyterLite does not run from a folder.").wait_for()


def test_a_deck_of_the_copy_runs_any_setting_and_has_the_speakers_window(open_copy):
    page = open_copy("slides/05_nobody_is_coming.html")
    page.wait_for_function(deck.READY)
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    opened.value.get_by_text("Right or Page Down").wait_for(timeout=60_000)
    opened.value.close()
    deck.at_kind(page, "lab")
    lab = page.locator("section.present leak-lab")
    lab.get_by_role("button", name="Run it here").click()
    lab.get_by_text("Every setting is now run in this page").wait_for(timeout=60_000)
