"""The participant's page: a real browser is checked in it, and asks nobody before it is told to."""

import pytest
from playwright.sync_api import Page, expect

from tests.support import axe

PAGE = "chapters/workshop.html"
PATIENCE_MS = 60_000
FORBIDDEN = """
Object.defineProperty(window, "localStorage", { get() { throw new Error("forbidden"); } });
"""

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.book]


def says(page: Page, words: str) -> None:
    expect(page.locator("machine-check .says")).to_contain_text(words, timeout=PATIENCE_MS)


def start(page: Page) -> None:
    says(page, "browser")
    button = page.get_by_role("button", name="Start Python here")
    assert "MB once" in button.inner_text()
    button.focus()
    page.keyboard.press("Enter")


def test_a_good_browser_needs_nothing_and_loads_nothing_before_it_is_asked(read, site):
    asked: list[str] = []
    page = read(PAGE)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    says(page, "This browser has all that you need.")
    assert not [url for url in asked if "/engine/" in url or "/lite/" in url]
    start(page)
    says(page, "300 tasks stay parked")
    expect(page.get_by_text("JupyterLite is beside this book.")).to_be_visible()
    assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(read, width, dark):
    page = read(PAGE, width=width, color_scheme="dark" if dark else "light")
    says(page, "browser")
    page.get_by_text("The result as a text").click()
    assert axe.faults(page, "machine-check") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_result_can_be_taken_as_a_text(read):
    page = read(PAGE)
    says(page, "browser")
    page.get_by_text("The result as a text").click()
    text = page.get_by_label("To send to the leader").input_value()
    assert text.startswith("Parked Forever, check of a browser\n")
    assert "ok: WebAssembly runs" in text
    page.get_by_role("button", name="Copy the result").click()
    expect(page.get_by_text("Selected: copy it").or_(page.get_by_text("Copied."))).to_be_visible()


def test_a_browser_that_keeps_nothing_needs_a_fix(read):
    page = read(PAGE, script=FORBIDDEN, theirs=True)
    says(page, "One thing needs a fix.")
    expect(page.get_by_text("leave the private window")).to_be_visible()


def test_without_webassembly_python_is_known_to_be_missing(read):
    page = read(PAGE, script="delete globalThis.WebAssembly;")
    says(page, "things need a fix.")
    expect(page.get_by_text("WebAssembly is turned off or missing.")).to_be_visible()
    expect(page.get_by_role("button", name="Start Python here")).to_be_hidden()


def test_files_that_are_missing_are_said_and_it_can_be_tried_again(read):
    page = read(PAGE, theirs=True)
    page.route("**/engine/worker.mjs", lambda route: route.fulfill(status=404))
    start(page)
    says(page, "Python does not run in this page")
    page.unroute("**/engine/worker.mjs")
    page.get_by_role("button", name="Try Python here again").click()
    says(page, "300 tasks stay parked")


def test_a_room_is_known_by_what_its_own_script_says(read):
    page = read(PAGE)
    says(page, "browser")
    expect(page.get_by_text("No room serves this copy.")).to_be_visible()
    page.evaluate("document.documentElement.dataset.room = 'here'")
    expect(page.get_by_text("A room serves this copy.", exact=True)).to_be_visible()


def test_it_can_be_stopped(read):
    page = read(PAGE)
    page.route("**/engine/*.wasm", lambda route: None)  # which never comes
    start(page)
    page.get_by_role("button", name="Stop").click()
    says(page, "you stopped it")
    page.unroute_all(behavior="ignoreErrors")


def test_without_javascript_a_sentence_says_what_is_left(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{PAGE}")
    expect(page.get_by_text("This check needs JavaScript")).to_be_visible()
    context.close()
