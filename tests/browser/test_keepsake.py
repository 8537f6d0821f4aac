"""The page to keep: saved, opened from its file, and never more than text; what is carried over."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.bets_in_page import CHAPTER, FACTOR, RIGHT, YOURS, place

EVIL = "\"><script>alert(1)</script><img src=x onerror='alert(2)'></pre></style>"
CODE = "async def serve(self):\n\tif a < b:  " + "x" * 300 + "\n"
KEPT = {
    "bet/first-left": {"said": EVIL, "won": False, "is": EVIL, "question": EVIL, "href": EVIL},
    "answer/one/a": {"given": EVIL, "right": True, "said": EVIL, "title": EVIL, "href": EVIL},
    "code/04_one_request/b": {"text": CODE + EVIL, "title": EVIL, "of": "0", "href": EVIL},
}

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.book]


def keeping(kept: dict[str, object]) -> str:
    """A script that puts this into the browser's storage, where nothing is yet."""
    entries = {
        f"parked-forever/{name}": json.dumps({"edition": 1, "value": value})
        for name, value in kept.items()
    }
    return f"for (const [k, v] of Object.entries({json.dumps(entries)})) localStorage[k] ??= v;"


def saved(page: Page, button: str, to: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = to / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_all_bets_come_by_chapter_with_what_was_bet_and_shown(read, new_tab, tmp_path):
    page = read(CHAPTER)
    place(page, FACTOR, RIGHT)
    page.goto(page.url.replace("01_two_evenings", "your_page"))
    page.get_by_label("with an empty line for a name").check()
    path = saved(page, "Save as a page", tmp_path)
    expect(page.get_by_text("open it in any browser, or print it.")).to_be_visible()
    assert path.name == "my-parked-forever.html"
    kept = new_tab()
    kept.goto(path.as_uri())
    assert kept.title() == "My bets, answers and fixes - Parked Forever"
    (heading,) = kept.get_by_role("heading", level=2).all_inner_texts()
    assert heading == "Two evenings"
    item = kept.get_by_role("listitem").filter(has_text="The line gets slower by a factor.")
    expect(item).to_contain_text("My bet: \u00d72.5")
    expect(item).to_contain_text("The run showed the same: won.")
    expect(kept.get_by_text("It certifies nothing")).to_contain_text("kept on")
    expect(kept.get_by_text("Name:")).to_be_visible()
    expect(kept.get_by_text("Nothing yet from: Evidence")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_whatever_is_kept_is_text_that_is_read_anywhere(read, new_tab, tmp_path, width, dark):
    page = read(YOURS, script=keeping(KEPT))
    path = saved(page, "Save as a page", tmp_path)
    kept = new_tab(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    asked, ran = [], []
    kept.on("request", lambda request: asked.append(request.url))
    kept.on("dialog", lambda dialog: ran.append(dialog.message) or dialog.dismiss())
    kept.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert kept.locator("script, img, link, a, form, iframe").count() == 0
    assert kept.locator("pre").text_content() == CODE + EVIL
    assert kept.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.faults(kept) == []
    assert ran == []


def test_it_is_light_on_paper_and_no_line_of_code_is_cut(read, new_tab, tmp_path):
    page = read(YOURS, script=keeping(KEPT))
    path = saved(page, "Save as a page", tmp_path)
    kept = new_tab(viewport={"width": 600, "height": 800}, color_scheme="dark")
    kept.goto(path.as_uri())
    kept.emulate_media(media="print")
    look = "getComputedStyle(document.body)"
    assert kept.evaluate(f"{look}.backgroundColor") == "rgb(255, 255, 255)"
    assert kept.evaluate(f"{look}.color") == "rgb(0, 0, 0)"
    assert kept.locator("pre").evaluate("pre => pre.scrollWidth <= pre.clientWidth")


def test_what_is_kept_is_carried_to_another_browser_once(read, tmp_path):
    page = read(CHAPTER)
    place(page, FACTOR, RIGHT)
    page.goto(page.url.replace("01_two_evenings", "your_page"))
    path = saved(page, "Save for another browser", tmp_path)
    other = read(YOURS)
    mine = other.locator('[data-bet="first-left"]')
    expect(mine).to_contain_text("Not placed yet.")
    other.get_by_label("Take in what another browser saved").set_input_files(path)
    expect(other.get_by_text("1 thing taken in from my-parked-forever.json.")).to_be_visible()
    expect(mine).to_contain_text("You said: \u00d72.5. Won.")
    other.get_by_label("Take in what another browser saved").set_input_files(path)
    expect(other.get_by_text("1 thing stayed as they were here.")).to_be_visible()


def test_a_file_that_is_none_is_refused_and_nothing_is_kept_of_it(read):
    page = read(YOURS)
    taken = page.get_by_label("Take in what another browser saved")
    taken.set_input_files({"name": "x.json", "mimeType": "text/plain", "buffer": b"<script>"})
    expect(page.get_by_text("x.json was not taken in: it is no file of this book")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes('/bet/'))") == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_buttons_are_reached_by_keyboard_and_axe_finds_nothing(read, width):
    page = read(YOURS, width=width, script=keeping(KEPT))
    page.get_by_role("button", name="Save as a page").focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(page.locator("kept-here [role=status]")).to_contain_text("Your browser saves")
    assert axe.faults(page, "kept-here") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
