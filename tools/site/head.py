"""What a page says of itself to search engines, previews and browsers."""

import html
import re
from pathlib import Path

from bs4 import BeautifulSoup

from tools.site.address import Address

BOOK = "Parked Forever"
LONGEST = 155  # characters that a search engine shows
BEGIN, END = "<!-- page -->", "<!-- /page -->"


def named(page: str, at: Path, address: Address | None) -> str:
    """The page with description, preview, icon and, where the site is known, its address."""
    page = re.sub(rf"{BEGIN}.*?{END}\n", "", page, flags=re.DOTALL)
    up = "../" * (len(at.parts) - 1)
    title, text = title_of(page), description_of(page)
    card = f"_static/cards/{at.stem}.png"
    tags = [
        f'<meta name="description" content="{html.escape(text)}">',
        f'<meta property="og:title" content="{html.escape(title)}">',
        f'<meta property="og:description" content="{html.escape(text)}">',
        '<meta property="og:type" content="article">',
        f'<meta property="og:site_name" content="{BOOK}">',
        f'<meta property="og:image" content="{address.site if address else up}{card}">',
        '<meta property="og:image:width" content="1200">',
        '<meta property="og:image:height" content="630">',
        f'<meta property="og:image:alt" content="{html.escape(title)}, a page of {BOOK}">',
        '<meta name="twitter:card" content="summary_large_image">',
        f'<link rel="icon" type="image/svg+xml" href="{up}_static/icon.svg">',
    ]
    if address:
        tags += [
            f'<meta property="og:url" content="{address.site}{at.as_posix()}">',
            f'<link rel="canonical" href="{address.site}{at.as_posix()}">',
        ]
    return page.replace("</title>\n", "</title>\n" + "\n".join([BEGIN, *tags, END]) + "\n", 1)


def title_of(page: str) -> str:
    """The page's own title, without the book's."""
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    whole = html.unescape(found[1]) if found else BOOK
    return whole.split(" \u2014 ")[0].strip()


def description_of(page: str) -> str:
    """The first paragraph of the page's text, cut at a word."""
    article = BeautifulSoup(page, "html.parser").select_one("article")
    first = article.find("p") if article else None
    text = " ".join(first.get_text().split()) if first else ""
    if not text:
        return f"{title_of(page)}, in {BOOK}: one production incident, rebuilt to be run."
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:. ") + " \u2026"
