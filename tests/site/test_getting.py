"""Where to get the book: links that the build knows, in the words that a page has marked."""

import dataclasses
from pathlib import Path

import pytest

from tests.support.places import HTML
from tests.support.site_pages import parsed
from tools.site import getting
from tools.site.address import Address

MARKED = '<span class="book-repository">repository</span> <span class="book-wheel">wheel</span>'
ADDRESS = Address("ada", "parked", "v1.0.0", "https://ada.github.io/parked/")


def linked(folder: Path, address: Address | None) -> str:
    page = parsed(MARKED)
    getting.link(page, folder / "chapters" / "index.html", folder, address)
    return str(page)


def test_words_become_links_to_the_repository_and_to_the_wheel_of_this_site(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "leaklab-1.0-py3-none-any.whl").touch()
    assert linked(tmp_path, ADDRESS) == (
        '<a href="https://github.com/ada/parked">repository</a> '
        '<a download="" href="../_static/leaklab-1.0-py3-none-any.whl">wheel</a>'
    )


def test_what_is_not_known_stays_words(tmp_path):
    assert linked(tmp_path, None) == MARKED


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        (ADDRESS, "https://ada.github.io/parked/v1.0.0/"),
        (dataclasses.replace(ADDRESS, ref="main"), "https://ada.github.io/parked/"),
        (None, "https://BOOK/"),
    ],
)
def test_lines_to_be_copied_have_this_books_own_address(tmp_path, address, begins):
    page = parsed('<pre>src=<span>"https://BOOK/embed/a.html"</span></pre>')
    getting.link(page, tmp_path / "chapters" / "a.html", tmp_path, address)
    assert page.pre.get_text() == f'src="{begins}embed/a.html"'


@pytest.mark.book
def test_the_built_index_offers_the_package():
    page = parsed((HTML / "chapters" / "index.html").read_text(encoding="utf-8"))
    (wheel,) = page.select("a[download][href$='.whl']")
    assert (HTML / "chapters" / str(wheel["href"])).resolve().exists()
