"""What a room can vote on, from the finished pages: `_static/room-catalog.json`.

`leaklab room` reads it (leaklab.book.room.catalog). It tells which choice won, as the pages do; a
room's server does not hand it out.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from leaklab.book.room.catalog import EDITION, PATH
from tools.site import head

KNOWN = "chapters/solutions.html"  # lists every exercise once more, in a section each


def write(pages: Mapping[Path, BeautifulSoup], folder: Path) -> None:
    """Write the catalog of these pages of `folder`, in the order of the book."""
    by_name = {path.relative_to(folder).as_posix(): page for path, page in pages.items()}
    names = [name for name in in_order(by_name) if name != KNOWN]
    chapters = [chapter(name, by_name[name]) for name in names]
    text = json.dumps({"edition": EDITION, "chapters": chapters}, ensure_ascii=False, indent=1)
    (folder / PATH).write_text(f"{text}\n", encoding="utf-8")


def in_order(pages: Mapping[str, BeautifulSoup]) -> list[str]:
    """The names of the pages that the first chapter's list of contents links, and its own."""
    for name, page in pages.items():
        links = page.select("nav.bd-links a.reference.internal, .navbar-nav a.reference.internal")
        if not links:
            continue
        base = name.rpartition("/")[0]
        found = [
            name if link["href"] == "#" else _joined(base, str(link["href"])) for link in links
        ]
        return [each for each in dict.fromkeys(found) if each in pages]
    return sorted(pages)


def chapter(name: str, page: BeautifulSoup) -> dict[str, Any]:
    """What the page of this name has."""
    return {
        "page": name,
        "title": head.title_of(page),
        "sections": list(_sections(page)),
        "bets": [_bet(each) for each in page.select("place-bet")],
        "exercises": [_exercise(each) for each in page.select("answer-box")],
    }


def _sections(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for heading in page.select("article h2"):
        section = heading.find_parent("section")
        if section and section.get("id"):
            yield str(section["id"]), _words(heading).removesuffix("#").rstrip()


def _bet(element: Tag) -> dict[str, Any]:
    question = element.select_one(".bet-question")
    inputs = element.select('input[type="radio"]')
    assert question is not None
    (won,) = (at for at, each in enumerate(inputs) if each.has_attr("data-won"))
    return {
        "name": str(element["id"]).removeprefix("bet-"),
        "question": _words(question),
        "choices": [_words(each) for each in element.select("label > span")],
        "called": [str(each["value"]) for each in inputs],
        "won": won,
    }


def _exercise(box: Tag) -> dict[str, str]:
    script = box.select_one("script")
    assert script is not None
    known = json.loads(script.get_text())
    return {"id": known["id"], "title": known["title"]}


def _words(element: Tag) -> str:
    return " ".join(element.get_text().split())


def _joined(base: str, href: str) -> str:
    parts: list[str] = [each for each in base.split("/") if each]
    for part in href.partition("#")[0].split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part:
            parts.append(part)
    return "/".join(parts)
