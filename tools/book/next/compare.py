"""Whether two builds of the book are the same book.

Looked at are the pages, and of each its article: the visible text, the labs with their data, the
figures with their words; and whether each icon has a picture in the font and a rule in the style
sheet. Not looked at: white space, the marks that link a heading, and what the theme puts around.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from tools.site import icons, styles

SHOWN_WORDS = 8


class Article(NamedTuple):
    """What a page shows: its words, its labs (tag, name, data), its figures (file, words)."""

    words: list[str]
    labs: list[tuple[str, str, str]]
    figures: list[tuple[str, str]]


def read(path: Path) -> BeautifulSoup:
    """The page as a tree."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def article(page: BeautifulSoup) -> Article:
    """The article of a page; where there is none, as on the page that searches, nothing."""
    whole = page.select_one("article") or BeautifulSoup("", "html.parser")
    data = whole.select('script[type="application/json"]')
    labs = [
        (script.parent.name, str(script.parent.get("id")), script.get_text())
        for script in data
        if script.parent
    ]
    figures = [(str(image.get("src")), str(image.get("alt"))) for image in whole.select("img")]
    for hidden in whole.select("script, style, a.headerlink"):
        hidden.decompose()
    return Article(whole.get_text().split(), labs, figures)


def pages(folder: Path) -> dict[str, Path]:
    """The pages of a built book by name."""
    found = [*folder.glob("*.html"), *folder.glob("chapters/*.html")]
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def differences(one: Path, other: Path) -> Iterator[str]:
    """What differs between two built books, a line each; nothing where they are the same."""
    first, second = pages(one), pages(other)
    for name in sorted(first.keys() ^ second.keys()):
        yield f"{name} is only in {one if name in first else other}"
    for name in sorted(first.keys() & second.keys()):
        ours, theirs = article(read(first[name])), article(read(second[name]))
        if ours.words != theirs.words:
            yield f"{name}: {first_difference(ours.words, theirs.words)}"
        if ours.labs != theirs.labs:
            yield f"{name}: the labs or their data differ"
        if ours.figures != theirs.figures:
            yield f"{name}: {first_difference(ours.figures, theirs.figures)}"
    for folder in (one, other):
        yield from (f"{folder}: the icon {name} is an empty box" for name in empty_boxes(folder))


def first_difference(ours: Sequence[object], theirs: Sequence[object]) -> str:
    """Where two lists part, with a few items of both."""
    pairs = zip_longest(ours, theirs)
    at = next(i for i, (one, other) in enumerate(pairs) if one != other)
    return f"{ours[at : at + SHOWN_WORDS]} became {theirs[at : at + SHOWN_WORDS]}"


def empty_boxes(folder: Path) -> Iterator[str]:
    """The icons on the pages that the cut font or the cut style sheet lacks."""
    theme = (folder / "_static/styles/pydata-sphinx-theme.css").read_text(encoding="utf-8")
    codes = icons.code_points(theme)
    (font,) = (folder / "_static" / icons.FONTS).glob("fa-solid-900.woff2")
    there = TTFont(font).getBestCmap()
    style = (folder / styles.SHEET).read_text(encoding="utf-8")
    for name in sorted(icons.icons_in(read(path) for path in pages(folder).values())):
        code = codes[name]
        if code not in there or (chr(code) not in style and f"\\{code:x}" not in style):
            yield name
