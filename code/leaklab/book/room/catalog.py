"""What can be voted on: the bets and the exercises of a built book, by chapter.

The book's build writes `_static/room-catalog.json` (tools/site/room_catalog.py); the server knows
these names and no others. It tells which choice wins, so the server does not hand out the file.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

PATH = Path("_static", "room-catalog.json")
EDITION = 1


@dataclass(frozen=True)
class Bet:
    """A bet: its question, and its choices both as the page shows and as the browser keeps them.

    `won` is the number of the choice that the run shows, from 0.
    """

    name: str
    question: str
    choices: tuple[str, ...]
    called: tuple[str, ...]
    won: int


@dataclass(frozen=True)
class Exercise:
    """An exercise: its id "chapter/name", and its title."""

    id: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """A page: its address from the site's root, and what is in it. `sections` are (id, title)."""

    page: str
    title: str
    sections: tuple[tuple[str, str], ...]
    bets: tuple[Bet, ...]
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Catalog:
    """All chapters with a bet, an exercise or a section, in the order of the book."""

    chapters: tuple[Chapter, ...]

    @cached_property
    def bets(self) -> dict[str, Bet]:
        """The bets by name."""
        return {bet.name: bet for chapter in self.chapters for bet in chapter.bets}

    @cached_property
    def exercises(self) -> frozenset[str]:
        """The ids of all exercises."""
        return frozenset(each.id for chapter in self.chapters for each in chapter.exercises)

    @cached_property
    def places(self) -> dict[str, str]:
        """What each address with a heading is called: "chapters/x.html#y" to "X: Y"."""
        found = {}
        for chapter in self.chapters:
            found[chapter.page] = chapter.title
            for id, title in chapter.sections:
                found[f"{chapter.page}#{id}"] = f"{chapter.title}: {title}"
        return found

    def page_of(self, bet: str) -> str:
        """The page on which a bet of the book is."""
        return next(
            each.page for each in self.chapters if any(one.name == bet for one in each.bets)
        )


def read(folder: Path) -> Catalog:
    """The catalog of the book built into `folder`. ValueError where there is none of ours."""
    path = folder / PATH
    if not (folder / "index.html").is_file():
        raise ValueError(f"{folder} holds no index.html: build the book, or name a built copy")
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if known["edition"] != EDITION:
            raise ValueError
        return Catalog(tuple(_chapter(each) for each in known["chapters"]))
    except FileNotFoundError:
        raise ValueError(
            f"{folder} has no {PATH}: it was built before rooms; build it again"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise ValueError(
            f"{path} is not a catalog of edition {EDITION}: build the book again"
        ) from None


def _chapter(known: dict[str, Any]) -> Chapter:
    return Chapter(
        known["page"],
        known["title"],
        tuple((id, title) for id, title in known["sections"]),
        tuple(
            Bet(
                each["name"],
                each["question"],
                tuple(each["choices"]),
                tuple(each["called"]),
                each["won"],
            )
            for each in known["bets"]
        ),
        tuple(Exercise(each["id"], each["title"]) for each in known["exercises"]),
    )
