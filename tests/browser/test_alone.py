"""Each element lives and fails alone; where one cannot run, its picture and a sentence stand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from leaklab import simulate
from leaklab.labs import LabPlan, LabSetting, LeakLab, RequestStory
from leaklab.labs.lab import FALLBACK
from tests.browser.conftest import SCRIPT
from tools.paths import ROOT

FAILED = "could not be started in this browser"
NO_CHARTS = "Intl.DateTimeFormat = function () { throw new Error('no dates here'); };"
SMALL = {"rate_per_s": (10.0,), "timeout_s": (0.6,), "latency_s": (0.3, 0.9)}
START = LabPlan().scenario(LabSetting(latency_s=0.3, rate_per_s=10))
PEAK = simulate(START, "k8s-1.12").tasks_peak


@pytest.fixture
def two_labs(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """A page with a leak lab and a story: `two_labs(before="…a script…", spoil=…)`."""
    context = browser.new_context()

    def open_page(before: str = "", spoil: Callable[[str], str] = str) -> Page:
        leak = spoil(LeakLab(name="leak", **SMALL)._repr_mimebundle_()[0]["text/html"])
        story = RequestStory(name="story")._repr_mimebundle_()[0]["text/html"]
        look = (ROOT / "assets" / "book.css").read_text(encoding="utf-8")
        path = tmp_path / "page.html"
        path.write_text(
            f"<!doctype html><meta charset=utf-8><style>{look}</style>{leak}{story}"
            f"<script>{before}</script><script>{SCRIPT.read_text(encoding='utf-8')}</script>",
            encoding="utf-8",
        )
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_page
    context.close()


def stands_in(lab: Locator) -> None:
    """The picture of the start and one sentence are seen, and nothing that could be turned."""
    lab.get_by_text(FAILED).wait_for()
    assert lab.locator("svg").first.is_visible()
    assert f"k8s-1.12: {PEAK} tasks at the peak, none left." in lab.inner_text()
    assert lab.locator("input").count() == 0
    assert lab.bounding_box()["height"] < 500  # no place is kept for what does not come


def works(page: Page) -> None:
    story = page.locator("request-story")
    story.scroll_into_view_if_needed()
    story.locator(".says").wait_for()


def test_what_the_chart_library_cannot_do_leaves_the_others_alone(two_labs):
    page = two_labs(before=NO_CHARTS)
    stands_in(page.locator("leak-lab"))
    works(page)


def test_data_that_cannot_be_read_leave_the_picture(two_labs):
    page = two_labs(spoil=lambda html: html.replace('{"plan"', '{plan"'))
    stands_in(page.locator("leak-lab"))
    works(page)


def test_an_error_while_a_lab_is_drawn_leaves_the_picture(two_labs):
    """The first answer is drawn when everything is built already."""
    page = two_labs(spoil=lambda html: html.replace('"outcomes":', '"out":'))
    stands_in(page.locator("leak-lab"))
    works(page)


def test_without_javascript_the_picture_is_there(browser: Browser, tmp_path: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(LeakLab(name="still", **SMALL)._repr_mimebundle_()[0]["text/html"])
    assert page.locator("svg").first.is_visible()
    assert FALLBACK in page.locator("leak-lab").inner_text()
    assert "latency of 0.3 s, 10 requests a second, and a timeout of 0.6 s" in page.inner_text(
        "leak-lab"
    )
    context.close()


def test_where_the_script_does_not_come_that_is_told_after_a_while(browser: Browser):
    page = browser.new_page()
    look = (ROOT / "assets" / "book.css").read_text(encoding="utf-8")
    html = LeakLab(name="late", **SMALL)._repr_mimebundle_()[0]["text/html"]
    page.set_content(f"<!doctype html><style>{look.replace('8s', '1s')}</style>{html}")
    assert FALLBACK not in page.inner_text("leak-lab")
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=FALLBACK)
    page.close()
