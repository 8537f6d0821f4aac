"""The windows of these tests: what a visit leaves behind is gone, or is told."""

import pytest
from playwright.sync_api import Error

from tests.support.windows import CLOCK_LEFT

KEEP = """async () => {
  localStorage.mine = sessionStorage.mine = "kept";
  await caches.open("mine");
}"""


@pytest.fixture
def at_home(windows, site):
    """Go to a page of the book in a window that is lent."""

    def open_page():
        window = windows.lend(unfolded=False)
        window.page.goto(f"{site}/404.html")
        return window

    return open_page


def test_the_next_visit_finds_nothing_of_the_last(windows, at_home):
    first = at_home()
    first.page.evaluate(KEEP)
    first.page.route("**/*", lambda route: route.abort())
    first.page.emulate_media(media="print", forced_colors="active", color_scheme="dark")
    first.requests.append("asked by the last")
    windows.take_back()
    again = at_home()
    assert again is first
    assert again.page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
    assert again.page.evaluate("async () => (await caches.keys()).length") == 0
    looks = ("print", "(forced-colors: active)", "(prefers-color-scheme: dark)")
    assert not any(again.page.evaluate("look => matchMedia(look).matches", each) for each in looks)
    assert "asked by the last" not in again.requests
    windows.take_back()


def test_a_clock_that_is_left_is_told_and_its_window_not_lent_again(windows, at_home):
    first = at_home()
    first.page.clock.install()
    with pytest.raises(AssertionError, match=CLOCK_LEFT):
        windows.take_back()
    assert at_home() is not first
    windows.take_back()


def test_a_page_that_hangs_fails_its_test_and_holds_up_no_other(windows, at_home):
    first = at_home()
    first.page.set_default_timeout(1000)
    first.page.evaluate("() => { setTimeout(() => { for (;;); }); }")
    with pytest.raises(Error, match="Timeout 1000ms exceeded"):
        windows.take_back()
    assert at_home() is not first
    windows.take_back()
