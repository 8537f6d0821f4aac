"""The key: notebooks with the answers filled in, and a page of all answers with their reasons."""

import json
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tools.paths import HTML
from tools.workshop import doors, notebooks
from tools.workshop.answers import exercises

SOLUTIONS = HTML / "chapters" / "solutions.html"


@dataclass(frozen=True)
class Answered:
    """An exercise on the key's page; `solution` is HTML, `page` its address in chapters/."""

    anchor: str
    title: str
    wanted: str
    answer: str
    page: str
    solution: str


@dataclass(frozen=True)
class Chapter:
    """A chapter on the key's page."""

    stem: str
    title: str
    exercises: list[Answered]


def files() -> dict[str, bytes]:
    """The key's folder: its page, and a notebook for each chapter that has exercises."""
    solved = BeautifulSoup(SOLUTIONS.read_text(encoding="utf-8"), "html.parser")
    found, listed = {}, []
    for path in notebooks.chapters():
        if chapter := of_chapter(path, solved):
            listed.append(chapter)
            filled = notebooks.beside_the_site(notebooks.key(path))
            found[path.name] = notebooks.text(filled)
    return {"index.html": doors.page("key.html", chapters=listed), **found}


def of_chapter(path: Path, solved: BeautifulSoup) -> Chapter | None:
    """A chapter's answers, with their solutions from the book's page; None without exercises."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    asked = [
        Answered(
            anchor := each.id.replace("/", "-"),
            each.title,
            each.wanted,
            each.answer,
            f"{path.name.replace('.ipynb', '.html')}#exercise-{each.id.partition('/')[2]}",
            solution(solved, anchor),
        )
        for each in exercises(notebook, path)
    ]
    return Chapter(path.stem, notebooks.title(path.stem), asked) if asked else None


def solution(solved: BeautifulSoup, anchor: str) -> str:
    """What the book's page of solutions says under this anchor, its links led to the site.

    ValueError when it has no such anchor.
    """
    heading = solved.find(id=anchor)
    if heading is None:
        raise ValueError(f"{SOLUTIONS.name} has no solution {anchor}: build the book again")
    parts = []
    for each in heading.next_siblings:
        if isinstance(each, Tag):
            if each.name in ("h2", "h3", "section"):
                break
            for link in each.select("a[href]"):
                there = str(link["href"])
                outside = "://" in there
                link["href"] = there if outside else f"../site/chapters/{there}"
        parts.append(str(each))
    return "".join(parts).strip()
