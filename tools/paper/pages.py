"""The built pages in the order of paper: that of the table of contents, solutions at the end."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, Tag

from tools.paths import HTML, ROOT

LAST = ("solutions", "bibliography")  # on paper a reader looks for these at the end
FRONT = "To begin with"  # the part of the page that the site opens with
NUMBERED = re.compile(r"(\d\d)_")


@dataclass
class Page:
    """A page: its file's stem, its part of the book, its article (may be changed), its title."""

    stem: str
    part: str
    article: Tag
    title: str

    @property
    def number(self) -> int | None:
        """The chapter's number; None for the first page and the appendices."""
        return number(self.stem)


def number(stem: str) -> int | None:
    """A chapter's number by its file's stem; None for what is no numbered chapter."""
    found = NUMBERED.match(stem)
    return int(found[1]) if found else None


def lead_heading(article: Tag, stem: str) -> None:
    """Put a chapter's number before its title, in the heading itself: outlines have it too."""
    heading = article.find("h1")
    assert isinstance(heading, Tag), f"{stem} has no heading"
    if (known := number(stem)) is not None:
        said = parsed("").new_tag("span", attrs={"class": "number"})
        said.string = f"{known} "
        heading.insert(0, said)


def listed(toc: Path = ROOT / "_toc.yml") -> list[tuple[str, str]]:
    """Each page's stem and part, in the order of the table of contents."""
    known: dict[str, Any] = yaml.safe_load(toc.read_text(encoding="utf-8"))
    found = [(Path(known["root"]).name, FRONT)]
    for part in known["parts"]:
        found += [(Path(each["file"]).name, part["caption"]) for each in part["chapters"]]
    return found


def contents() -> list[tuple[str, str]]:
    """Each page's stem and part, in paper's order."""
    return sorted(listed(), key=lambda each: LAST.index(each[0]) if each[0] in LAST else -1)


def chapters() -> list[str]:
    """The stems of the numbered chapters, in order."""
    return [stem for stem, _ in contents() if NUMBERED.match(stem)]


def read(stem: str, part: str = "", folder: Path = HTML) -> Page:
    """A built page. FileNotFoundError where the book has not been built."""
    page = parsed((folder / "chapters" / f"{stem}.html").read_text(encoding="utf-8"))
    article = page.select_one("article")
    assert article is not None, f"{stem} has no article"
    assert article.h1 is not None, f"{stem} has no heading"
    title = " ".join(article.h1.get_text().removesuffix("#").split())
    return Page(stem, part, article.extract(), title)


def parsed(text: str) -> BeautifulSoup:
    """Some HTML as a tree."""
    return BeautifulSoup(text, "html.parser")
