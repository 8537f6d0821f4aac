"""The e-book: right by epubcheck, with every page, nothing that runs, nothing from another host."""

import re
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.support import paper
from tools.paper import pages
from tools.paper.epub import build

pytestmark = [pytest.mark.slow, pytest.mark.book]
FETCHED = re.compile(r'(?:src|srcset|xlink:href|poster)="(?:https?:)?//|url\(["\']?https?:|@import')


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return build.built(tmp_path_factory.mktemp("epub") / "made")


@pytest.fixture(scope="module")
def texts(file):
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def chapters(texts):
    return {
        name.removeprefix("chapters/").removesuffix(".xhtml"): BeautifulSoup(
            text.decode().partition("?>")[2], "html.parser"
        )
        for name, text in texts.items()
        if name.startswith("chapters/")
    }


def test_epubcheck_finds_nothing_wrong(file):
    said = paper.epubcheck(file)
    assert said.code == 0, said.out + said.err


def test_each_page_of_the_book_is_in_it_and_in_its_contents(texts, chapters):
    stems = [stem for stem, _ in pages.listed()]
    assert sorted(chapters) == sorted(stems)
    listed = re.findall(r"chapters/(\w+)\.xhtml", texts["nav.xhtml"].decode())
    assert listed == stems


def test_title_authors_language_identifier_and_cover_are_told(texts):
    described = ElementTree.fromstring(texts["content.opf"])
    said = {part.tag.partition("}")[2]: part.text for part in described[0]}
    assert said["title"] == "Parked Forever"
    assert said["creator"] == "The Parked Forever authors"
    assert said["language"] == "en"
    assert re.match(r"urn:uuid:|https://", said["identifier"])
    (cover,) = [part for part in described[1] if part.get("properties") == "cover-image"]
    assert texts[cover.attrib["href"]].startswith(b"\x89PNG")


def test_nothing_runs_and_nothing_is_fetched(texts):
    assert [name for name in texts if name.endswith(".js")] == []
    for name, text in texts.items():
        if name.endswith((".xhtml", ".css", ".svg")):
            said = text.decode()
            assert "<script" not in said, name
            assert not re.search(r"\son\w+=\"", said), name
            assert FETCHED.search(said) is None, name


def test_bets_can_be_read_and_labs_are_pictures(chapters):
    for stem in pages.chapters()[:12]:
        built = pages.read(stem).article
        assert len(chapters[stem].select(".bet .choice")) == len(
            built.select("place-bet input[type=radio]")
        )
        told = len(built.select("place-bet .bet-won"))  # of some the text alone tells it
        assert len(chapters[stem].select(".bet .bet-won")) == told
    for stem, page in chapters.items():
        for lab in page.select(".lab:not(.code-bench)"):
            assert lab.select_one("svg, img, table"), (stem, lab.get("id"))
            assert "chapters/" in lab.select_one(".where").get_text()


def test_each_picture_is_in_it_and_says_what_is_seen(texts, chapters):
    pictures = 0
    for stem, page in chapters.items():
        for image in page.select("img"):
            assert f"{image['src']}".removeprefix("../") in texts, (stem, image["src"])
            assert image["alt"], stem
            pictures += str(image["src"]).endswith(".svg")
    assert pictures >= 20


def test_each_exercise_has_its_solution(chapters):
    solved = chapters["solutions"].get_text()
    for stem in pages.chapters():
        for exercise in chapters[stem].select(".exercise a"):
            title = exercise.get_text().removeprefix("Solution: ")
            assert title in solved
            assert "solutions.xhtml#" in str(exercise["href"])


def test_no_note_for_instructors_is_in_it(chapters):
    assert [stem for stem, page in chapters.items() if page.select(".instructor")] == []
