"""A bench in the page: what opening it loads, how it is reached and read, and what paper has."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.bench_in_page import A, Bench
from tests.support.places import HTML


def files(bench: Bench, part: str) -> list[str]:
    return [url.rpartition("/")[2] for url in bench.visit.requests if part in url]


def test_nothing_loads_before_the_click_and_then_what_was_said(bench):
    page = bench()
    assert files(page, "/engine/") == files(page, "bench.js") == []
    said = page.element.locator(".says").inner_text()
    page.open_with_python()
    assert files(page, "bench.js") == ["bench.js"]
    assert "memory.bin" in files(page, "/engine/")
    static = HTML / "_static"
    loaded = [static / "bench.js", *(static / "engine" / name for name in files(page, "/engine/"))]
    about = int(re.findall(r"about (\d+) MB", said)[0])
    assert abs(sum(path.stat().st_size for path in loaded) / 1e6 - about) <= 1


def test_without_the_editor_it_says_so_and_tries_again(bench):
    page = bench()
    page.page.route("**/bench.js*", lambda route: route.abort())
    page.press("Open the bench")
    expect(page.element.locator(".says")).to_contain_text("the editor could not be loaded")
    page.page.unroute("**/bench.js*")
    page.open()
    page.visit.errors.clear()  # Chromium's own words about the file


def test_tab_indents_and_escape_lets_it_leave(bench):
    page = bench().open()
    page.page.keyboard.press("Control+Home")
    page.page.keyboard.press("Tab")
    page.has(f"    {A}")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Tab")
    focus = "() => document.activeElement.shadowRoot.activeElement.textContent"
    assert page.page.evaluate(focus) == "Run"


def axe_by_day_and_night(bench: Bench) -> list[str]:
    """What axe finds wrong in the light, and where the reader's system has turned dark."""
    found = []
    for scheme in ("light", "dark"):
        bench.page.emulate_media(color_scheme=scheme)
        expect(bench.page.locator("html")).to_have_attribute("data-theme", scheme)
        found += bench.visit.axe("code-bench")
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(bench, width):
    page = bench(width=width)
    assert axe_by_day_and_night(page) == []
    page.open_with_python()
    page.press("Run")
    page.says("left at the end 120")
    page.press("Judge")
    page.says("Not yet")
    assert axe_by_day_and_night(page) == []
    wide = """bench => [...bench.shadowRoot.querySelectorAll("*")]
      .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
      .map(each => each.className)"""
    assert page.element.evaluate(wide) == []
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = """bench => [...bench.shadowRoot.querySelectorAll("button")]
      .map(each => each.getBoundingClientRect().height).filter(height => height && height < 44)"""
    assert page.element.evaluate(sizes) == []


def test_on_paper_stands_the_source_and_no_button(bench):
    page = bench().open()
    page.page.emulate_media(media="print")
    assert page.element.locator("pre").first.is_visible()
    assert not page.editor.is_visible()
    assert not page.element.get_by_role("button", name="Run", exact=True).is_visible()
