"""The built page for who teaches shows what paths.toml and the chapters say."""

import pytest
from bs4 import BeautifulSoup

from tests.support.places import ROOT
from tools.teaching import chapters, paths

pytestmark = pytest.mark.book
PAGE = ROOT / "_build" / "html" / "chapters" / "teach.html"
WAYS = paths.read()


@pytest.fixture(scope="module")
def page():
    return BeautifulSoup(PAGE.read_text(encoding="utf-8"), "html.parser").select_one("article")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_its_timetable_on_the_page_is_that_of_the_data(page, way):
    first, *_ = page.select(f"#{way.name} dl")
    shown = [term.get_text() for term in first.find_all("dt")]
    assert len(shown) == len(way.steps)
    for text, at, step in zip(shown, paths.clock(way), way.steps, strict=True):
        assert text.startswith(f"{at}, {step.minutes} min: ")
    linked = {link["href"] for link in first.select("a")}
    for step in way.steps:
        assert not step.page or f"{step.page}.html" in linked
        assert len([link for link in linked if link.startswith(f"{step.page}.html#")]) >= len(
            step.sections
        ) * bool(step.page)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_the_sections_that_it_links_are_on_their_pages(page, way):
    for link in page.select(f"#{way.name} dl a"):
        name, _, anchor = link["href"].partition("#")
        other = PAGE.with_name(name).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in other, link["href"]


def test_the_minutes_of_each_chapter_are_in_the_table(page):
    rows = page.select("#chapter-minutes tbody tr")
    found = chapters.chapters()
    assert len(rows) == len(found) + 1
    for row, chapter in zip(rows, found, strict=False):
        shown = [cell.get_text(strip=True) for cell in row.find_all("td")]
        assert shown[1:] == [str(number) for number in (*chapter.minutes, chapter.minutes.total)]


def test_the_switch_for_the_notes_is_there(page):
    assert page.select_one("teaching-notes")
