"""Where to get the book and its package: links that only the build knows, put into a page's words.

A page marks the words, `[the book's repository]{.book-repository}` and `[its wheel]{.book-wheel}`.
Where no address is known, the first stay words.
A line to be copied may begin an address with `https://BOOK/`, which becomes this very book's.
"""

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tools.site.address import Address

REPOSITORY, WHEEL = "span.book-repository", "span.book-wheel"
SITE = "https://BOOK/"


def link(page: BeautifulSoup, path: Path, folder: Path, address: Address | None) -> None:
    """Make links of a page's marked words; `path` is the page's file in the site `folder`."""
    if address:
        for words in page.select(REPOSITORY):
            _link(words, address.repository)
        version = f"{address.ref}/" if address.ref.startswith("v") else ""
        for text in page.find_all(string=lambda text: text and SITE in text):
            text.replace_with(text.replace(SITE, f"{address.site}{version}"))
    wheels = sorted((folder / "_static").glob("leaklab-*.whl"))
    up = "../" * (len(path.relative_to(folder).parts) - 1)
    for words in page.select(WHEEL):
        for wheel in wheels[:1]:
            _link(words, f"{up}_static/{wheel.name}")
            words["download"] = ""


def _link(words: Tag, href: str) -> None:
    words.name = "a"
    words.attrs = {"href": href}
