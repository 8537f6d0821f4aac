"""What a page says of itself to search engines, previews and browsers.

sphinxext-opengraph was tried: it runs the first paragraphs and headings of a page together and cuts
them inside a word, gives a page an address where none is known, and leaves out the index and the
search.
"""

from pathlib import PurePosixPath

from bs4 import BeautifulSoup

from tools.site.address import Address

BOOK = "Parked Forever"
CARDS = "_static/cards"
LONGEST = 155  # characters that a search engine shows


def describe(page: BeautifulSoup, at: PurePosixPath, address: Address | None) -> None:
    """Give the page, `at` in the site, a description, a preview and an icon."""
    up = "../" * (len(at.parts) - 1)
    title, text = title_of(page), description_of(page)
    preview = {
        "og:title": title,
        "og:description": text,
        "og:type": "article",
        "og:site_name": BOOK,
        "og:image": f"{address.site if address else up}{CARDS}/{at.stem}.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"{title}, a page of {BOOK}",
    }
    if address:
        preview["og:url"] = f"{address.site}{at}"
    tags = [page.new_tag("meta", attrs={"name": "description", "content": text})]
    tags += [page.new_tag("meta", attrs={"property": k, "content": v}) for k, v in preview.items()]
    card = {"name": "twitter:card", "content": "summary_large_image"}
    icon = {"rel": "icon", "type": "image/svg+xml", "href": f"{up}_static/icon.svg"}
    tags += [page.new_tag("meta", attrs=card), page.new_tag("link", attrs=icon)]
    assert page.title is not None, f"{at} has no title"
    for tag in reversed(tags):
        page.title.insert_after("\n", tag)


def title_of(page: BeautifulSoup) -> str:
    """The page's own title, without the book's."""
    whole = page.title.get_text() if page.title else BOOK
    return whole.split(" \u2014 ")[0].strip()


def description_of(page: BeautifulSoup) -> str:
    """The first paragraph of the page's text, cut at a word."""
    first = page.select_one("article p")
    text = " ".join(first.get_text().split()) if first else ""
    if not text:
        return f"{title_of(page)}, in {BOOK}: one production incident, rebuilt to be run."
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:. ") + " \u2026"
