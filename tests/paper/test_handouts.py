"""The handouts: two pages each, made of the chapter's own words, without its answers."""

import re

import pytest

from tests.support import paper
from tools.paper import pages
from tools.paper.handouts import build, listing, parts
from tools.paper.handouts.sheet import TELLS

pytestmark = [pytest.mark.slow, pytest.mark.book, pytest.mark.browser]
SMALLEST_PT = 9.5
SMALL = """(least) => [...document.querySelectorAll("body *")]
  .filter((box) => box.getClientRects().length && !box.closest("svg"))
  .filter((box) => [...box.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((box) => [parseFloat(getComputedStyle(box).fontSize) * 0.75, box.outerHTML.slice(0, 100)])
  .filter(([size]) => size < least - 0.01)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("handouts")
    for stem, printed in build.handouts(made):
        (made / f"{stem}.pdf").write_bytes(printed)
    return made


@pytest.fixture(scope="module")
def said(folder):
    known: set[str] = set()
    meanings = parts.meanings()
    return {stem: parts.read(stem, meanings, known) for stem in pages.chapters()}


@pytest.mark.parametrize("stem", pages.chapters())
def test_a_handout_has_two_pages_with_title_language_tags_and_fonts(folder, said, stem):
    file = folder / f"{stem}.pdf"
    reader = paper.opened(file.read_bytes())
    assert len(reader.pages) == 2
    known = paper.info(file)
    assert known["Tagged"] == "yes"
    assert said[stem].page.title in known["Title"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert paper.fonts_not_embedded(file) == []


@pytest.mark.parametrize("stem", pages.chapters())
def test_a_handout_has_objectives_something_to_write_and_something_to_keep(folder, said, stem):
    first, second = paper.text_pages(folder / f"{stem}.pdf")
    chapter = said[stem]
    for objective in chapter.objectives:
        assert objective.split()[0] in first
    assert len(chapter.objectives) >= 2
    assert "Exercises" in first or "try it" in first
    if chapter.bets:
        assert first.count("☐") >= 4
    assert chapter.key
    assert "Terms" in second
    assert "Notes" in second


@pytest.mark.parametrize("stem", pages.chapters())
def test_a_handout_tells_no_answer(folder, stem):
    text = " ".join(" ".join(paper.text_pages(folder / f"{stem}.pdf")).split())
    assert "The run shows" not in text
    assert "Solution" not in text
    solutions = pages.read("solutions").article
    chapter = stem.partition("_")[2]
    for heading in solutions.select(f'h3[id^="{chapter}-"]'):
        following = heading.find_next_sibling("p")
        assert following is not None
        assert " ".join(following.get_text().split())[:60] not in text


@pytest.mark.parametrize("stem", listing.LISTED)
def test_the_lines_that_send_and_receive_can_be_pointed_at_on_page_1(folder, stem):
    first, second = paper.text_pages(folder / f"{stem}.pdf")
    said = " ".join(first.split())
    for python, go in [
        ("await send_channel.send(outcome)", "channel <- recover()"),
        ("outcome = await receive_channel.receive()", "case outcome := <-channel:"),
        ("post_timeout()", "postTimeout()"),
    ]:
        assert python in said
        assert go in said
        assert python not in second


@pytest.mark.parametrize("stem", pages.chapters())
def test_page_2_says_that_it_tells_the_results_of_bets(folder, said, stem):
    first, second = paper.text_pages(folder / f"{stem}.pdf")
    assert TELLS not in first
    assert second.strip().startswith(TELLS) == bool(said[stem].bets)


def test_each_exercise_of_a_chapter_is_asked_and_not_told(said):
    for stem, chapter in said.items():
        for exercise in chapter.exercises:
            assert re.search(r"[?.)]", exercise.text), stem
            assert len(exercise.text) < 900, (stem, exercise.text)


def test_no_letter_is_smaller_than_said(folder):
    from tools.paper import chromium

    with chromium.printer() as browser:
        for stem in pages.chapters():
            page = chromium.opened(browser, folder / f"{stem}.html")
            assert page.evaluate(SMALL, SMALLEST_PT) == [], stem
            page.close()
