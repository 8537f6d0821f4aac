"""The place of a lab on a page of the book, before its script has run, or where none ever runs."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from leaklab.labs import RequestStory
from leaklab.labs.lab import FALLBACK
from tools.paths import ROOT


@pytest.mark.parametrize("script", [True, False], ids=["script to come", "no JavaScript"])
def test_only_a_reader_without_javascript_is_told_so(browser: Browser, tmp_path: Path, script):
    lab = RequestStory(name="told")._repr_mimebundle_()[0]["text/html"]
    look = (ROOT / "assets" / "book.css").read_text(encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><style>{look}</style><main>{lab}</main>", encoding="utf-8")
    context = browser.new_context(java_script_enabled=script)
    visit = context.new_page()
    visit.goto(page.as_uri())
    seen = visit.locator("main").inner_text().strip()
    context.close()
    if script:
        assert seen == ""
    else:
        assert "parked on this line for ever." in seen  # the recorded picture, in words too
        assert seen.endswith(FALLBACK)


@pytest.mark.parametrize("chapter", ["02_evidence", "09_limits_and_clients"])
def test_on_a_page_whose_labs_wait_for_the_reader_nobody_is_told_so(tab, site, chapter):
    tab.goto(f"{site}/chapters/{chapter}.html")
    lab = tab.locator("task-profile, limits-lab").last
    tab.wait_for_function("lab => lab.matches(':defined')", arg=lab.element_handle())
    assert FALLBACK in lab.text_content()
    assert FALLBACK not in tab.locator("main").inner_text()
