"""Every page of the book as a visitor gets it: no other host, no error, nothing for axe to find."""

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support import axe
from tests.support import browser as support

PAGES = sorted(
    path.relative_to(support.HTML).as_posix() for path in support.HTML.glob("chapters/*.html")
)
PAGES += ["search.html", "genindex.html", "404.html"]
HEAVIEST_KB = 700
BEFORE_A_CLICK_KB = 170
NARROWEST = 320  # px: a desk's 1280 at 400 %, as WCAG 1.4.10 asks

each_page = pytest.mark.parametrize("at", PAGES)


class Loaded:
    """A page, with all that it loaded from the site; whatever it asks of another host fails."""

    def __init__(self, context, site: str, at: str) -> None:
        self.page = context.new_page()
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.sizes: dict[str, int] = {}
        self._host = urlsplit(site).netloc
        context.route("**/*", self._route)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.page.goto(f"{site}/{at}")
        if at == "index.html":  # leads on at once
            self.page.wait_for_url("**/chapters/index.html")

    def see_it_all(self) -> None:
        """Go down to its end, as far as figures and labs load when they come near."""
        self.page.evaluate(SEE_IT_ALL)
        self.page.wait_for_load_state("networkidle")

    def _route(self, route) -> None:
        url = urlsplit(route.request.url)
        if url.netloc != self._host:
            self.foreign.append(route.request.url)
            route.abort()
            return
        file = support.HTML / url.path.lstrip("/")
        if file.is_file():
            self.sizes[url.path] = weight(file)
        route.continue_()


@cache
def weight(file: Path) -> int:
    """What a file takes on the way, in bytes."""
    return len(gzip.compress(file.read_bytes(), mtime=0))


UNFOLD = """() => {
  localStorage["parked-forever/switch/unfolded"] = '{"edition":1,"value":true}';
  dispatchEvent(new StorageEvent("storage", { key: null }));
}"""
SEE_IT_ALL = """async () => {
  for (let at = 0; at < document.body.scrollHeight; at += innerHeight) {
    scrollTo(0, at);
    await new Promise((after) => setTimeout(after, 20));
  }
}"""


@pytest.fixture
def load(browser, site):
    contexts = []

    def open_page(at: str, *, whole: bool = True, **look) -> Loaded:
        context = browser.new_context(reduced_motion="reduce", **look)
        contexts.append(context)
        loaded = Loaded(context, site, at)
        if whole:
            loaded.see_it_all()
        return loaded

    yield open_page
    for context in contexts:
        context.close()


@each_page
def test_a_page_is_well(load, at):
    """Light as it opens on a phone; then, all of it seen at a desk, well in all other ways.

    No other host, no error, not heavy, no fault for axe in light or dark, and not too wide. What
    follows bets is folded in the light, and unfolded in the dark.
    """
    seen = load(at, whole=False, color_scheme="light", viewport={"width": 390, "height": 844})
    seen.page.wait_for_load_state("networkidle")
    light = sum(seen.sizes.values())
    assert 40_000 < light <= BEFORE_A_CLICK_KB * 1000 or at == "404.html"
    seen.page.set_viewport_size({"width": 1280, "height": 900})
    seen.see_it_all()
    assert seen.foreign == []
    assert seen.errors == []
    assert sum(seen.sizes.values()) <= HEAVIEST_KB * 1000
    assert axe.faults(seen.page) == []
    seen.page.evaluate(UNFOLD)
    assert seen.page.locator(".after-bet[hidden]").count() == 0
    seen.page.emulate_media(color_scheme="dark")
    assert axe.faults(seen.page) == []
    seen.page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert seen.page.evaluate("() => document.documentElement.scrollWidth") <= NARROWEST


def test_another_host_would_be_caught(browser, site, tmp_path):
    """The policy refuses it, and so does the test."""
    context = browser.new_context()
    seen = Loaded(context, site, PAGES[0])
    seen.page.evaluate("() => { new Image().src = 'http://example.invalid/x.png'; }")
    seen.page.wait_for_timeout(100)
    assert any("Content Security Policy" in error for error in seen.errors)
    seen.page.evaluate(
        "() => { document.body.append(Object.assign("
        "document.createElement('a'), { href: 'http://example.invalid/', id: 'away' })); }"
    )
    seen.page.evaluate("() => document.getElementById('away').click()")
    seen.page.wait_for_timeout(200)
    assert seen.foreign == ["http://example.invalid/"]
    context.close()


def test_search_works_with_no_other_host(load):
    seen = load("chapters/index.html")
    seen.page.get_by_role("button", name="Search").first.click()
    box = seen.page.get_by_role("searchbox").first
    box.fill("drainer")
    box.press("Enter")
    found = seen.page.locator("#search-results li a")
    found.nth(2).wait_for()  # results come one by one
    found.first.click()
    seen.page.wait_for_load_state()
    assert "/chapters/" in seen.page.url
    assert seen.foreign == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_theme_still_works(load, width):
    """What the cutting of its style rules could break: menus, the sidebar, dark mode, icons."""
    seen = load("chapters/05_nobody_is_coming.html", viewport={"width": width, "height": 900})
    switch = seen.page.get_by_role("button", name="Color mode").first
    for _ in range(3):
        switch.click()
        if seen.page.evaluate("() => document.documentElement.dataset.theme") == "dark":
            break
    assert seen.page.evaluate("() => getComputedStyle(document.body).backgroundColor") != (
        "rgb(255, 255, 255)"
    )
    icon = seen.page.locator(".fa-download, .fa-bars").locator("visible=true").first
    assert icon.bounding_box()["width"] > 8
    if width < 900:
        seen.page.locator(".primary-toggle").locator("visible=true").first.click()
        seen.page.get_by_role("link", name="Evidence").first.wait_for()
    else:
        assert seen.page.get_by_role("link", name="Evidence").first.is_visible()


def test_root_leads_to_the_first_page(load):
    seen = load("index.html")
    assert Path(urlsplit(seen.page.url).path).name == "index.html"
