"""The built site, as `make book` leaves it: complete, and asking no other host for anything."""

import functools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.places import HTML

pytestmark = pytest.mark.book

PAGES = sorted(HTML.glob("chapters/*.html"))
LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


NOT_LOADED = ("next", "prev", "canonical")


@functools.cache  # a page is asked about by each page that links to it
class Page(HTMLParser):
    """Collects what a page loads by itself, its pictures, and its anchors and links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.alts: list[str | None] = []
        self.ids: set[str] = set()
        self.twice: list[str] = []
        self.links: list[str] = []
        self.starts: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("id") in self.ids:
            self.twice.append(str(given["id"]))
        if given.get("id"):
            self.ids.add(given["id"])
        if tag in LOADS and given.get(LOADS[tag]) and given.get("rel") not in NOT_LOADED:
            self.loads.append(given[LOADS[tag]])
        if tag == "ol" and "start" in given:
            self.starts.append(str(given["start"]))
        if tag == "img":
            self.alts.append(given.get("alt"))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])


each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


def test_the_book_is_built():
    assert PAGES, "run make book first; make test does"
    assert (HTML / "index.html").exists()


@each_page
def test_a_page_loads_nothing_from_another_host(path):
    assert not [url for url in Page(path).loads if re.match(r"(https?:)?//", url)]


@each_page
def test_what_a_page_loads_is_there(path):
    for url in Page(path).loads:
        if not url.startswith(("data:", "#")):
            assert (path.parent / url.split("?")[0].split("#")[0]).exists(), url


@each_page
def test_every_picture_has_words(path):
    assert all(alt and "_images" not in alt for alt in Page(path).alts)


@each_page
def test_internal_links_and_anchors_lead_somewhere(path):
    page = Page(path)
    for link in page.links:
        if re.match(r"(https?|mailto|data|javascript):", link):
            continue
        target, _, anchor = link.partition("?")[0].partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        if anchor and file.suffix == ".html":
            assert anchor in Page(file).ids, link


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_name_is_there_twice(path):
    """A link to a lab would lead to the heading of the same name."""
    assert Page(path).twice == []


@each_page
def test_every_list_begins_at_one(path):
    """A paragraph that begins "200. Every request" is shown as item 200 of a list."""
    assert Page(path).starts == []


def test_code_in_a_docstring_is_code():
    """In backticks, or after two colons; else it is read as a title, or as a quotation."""
    reference = (HTML / "chapters" / "reference.html").read_text(encoding="utf-8")
    assert "<cite>" not in reference
    assert "<blockquote" not in reference
    assert re.search(
        r'<code class="docutils literal[^>]*><span class="pre">select="step"', reference
    )
