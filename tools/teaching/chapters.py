"""A chapter as a leader sees it: objectives, minutes, key points, and the notes for instructors.

All of it stands in the chapter: minutes in its metadata, notes in admonitions of the class
`instructor`, which readers do not see, the rest in its text.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tools.paths import CHAPTERS, ROOT

PARTS = ("talk", "lab", "exercise")
KINDS = {  # how a note's title begins
    "Misconception": "misconception",
    "If the lab fails": "lab",
    "To say": "say",
    "Timing": "timing",
}
MISCONCEPTION_PARTS = ("**Ask.**", "**Meet it.**")
TAG = "instructor"
NOTE = re.compile(
    r"^:::\{admonition\} (?P<title>[^\n]+)\n:class: instructor\n+(?P<text>.+?)\n:::$", re.M | re.S
)
HEADING = re.compile(r"^(#{1,3}) (.+)$", re.M)
PROMISE = re.compile(r"After this chapter you can(?:\*\*)? (.+?)\. Allow (\d+) minutes", re.S)
FENCE = re.compile(r"^(`{3,}).*?^\1`*$", re.M | re.S)
KEY_POINTS = re.compile(r"^## Key points\n+((?:- .+\n?)+)", re.M)
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)


class Minutes(NamedTuple):
    """How long a chapter takes, in whole minutes, by what is done."""

    talk: int
    lab: int
    exercise: int

    @property
    def total(self) -> int:
        """Minutes of the whole chapter."""
        return self.talk + self.lab + self.exercise


class Note(NamedTuple):
    """A note for instructors: its kind (of KINDS), its claim and text as MyST, where it stands."""

    kind: str
    claim: str
    text: str
    section: str


class Chapter(NamedTuple):
    """What a chapter says of itself; texts are MyST, as they stand there."""

    stem: str
    number: int
    title: str
    objectives: tuple[str, ...]
    minutes: Minutes
    key_points: tuple[str, ...]
    notes: tuple[Note, ...]


def chapters() -> list[Chapter]:
    """All numbered chapters, in the order of the table of contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    names = [each["file"] for part in toc["parts"] for each in part["chapters"]]
    numbered = [name for name in names if re.match(r"chapters/\d", name)]
    return [read(_file(name)) for name in numbered]


def read(path: Path) -> Chapter:
    """The chapter in this file, a notebook or MyST. ValueError names what is missing or wrong."""
    _, teaching = _notebook(path) if path.suffix == ".ipynb" else _myst(path)
    text = text_of(path)
    try:
        title = HEADING.search(text)
        points = KEY_POINTS.search(text)
        if not (title and points):
            raise ValueError("needs a title and '## Key points'")
        objectives, allowed = promise(text)
        minutes = _minutes(teaching)
        if minutes.total != allowed:
            raise ValueError(f"allows {allowed} minutes, and its parts take {minutes.total}")
        return Chapter(
            path.stem,
            int(path.stem.partition("_")[0]),
            title[2],
            objectives,
            minutes,
            tuple(re.findall(r"^- (.+)$", points[1], re.M)),
            tuple(_notes(text)),
        )
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None


def promise(text: str) -> tuple[tuple[str, ...], int]:
    """What a reader can do after a chapter, and the minutes to allow, from its text in any form.

    ValueError where the text does not begin so.
    """
    found = PROMISE.search(text)
    if found is None:
        raise ValueError("needs 'After this chapter you can A; and B. Allow N minutes'")
    said = re.sub(r"\s+([,.;:)])", r"\1", " ".join(found[1].split()))
    parts = re.split(r"; (?:and )?", said)
    return tuple(part[0].upper() + part[1:] for part in parts), int(found[2])


def text_of(path: Path) -> str:
    """A page's prose as MyST, without front matter and without comments in its code blocks."""
    text, _ = _notebook(path) if path.suffix == ".ipynb" else _myst(path)
    return FENCE.sub(lambda code: code[0].replace("\n#", "\n "), text)


def plain(text: str) -> str:
    """MyST as plain words: no roles, links, emphasis or citations."""
    text = re.sub(r" ?\{cite:\w\}`[^`]*`", "", text)
    text = re.sub(r"\{\w+\}`([^`<]+?)(?: <[^`>]+>)?`", r"\1", text)
    text = re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", text)
    return re.sub(r"(\*\*|\*|`)(.+?)\1", r"\2", text)


def _file(name: str) -> Path:
    found = [CHAPTERS.parent / f"{name}{suffix}" for suffix in (".ipynb", ".md")]
    return next(path for path in found if path.exists())


def _notebook(path: Path) -> tuple[str, Any]:
    book = json.loads(path.read_text(encoding="utf-8"))
    cells = ("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "markdown")
    return "\n\n".join(cells), book["metadata"].get("teaching")


def _myst(path: Path) -> tuple[str, Any]:
    text = path.read_text(encoding="utf-8")
    front = FRONT.match(text)
    if not front:
        return text, None
    return text[front.end() :], yaml.safe_load(front[1]).get("teaching")


def _minutes(teaching: Any) -> Minutes:
    given = teaching.get("minutes") if isinstance(teaching, dict) else None
    if not isinstance(given, dict) or set(given) != set(PARTS):
        raise ValueError(f"its metadata needs teaching.minutes with {', '.join(PARTS)}")
    for part, minutes in given.items():
        if type(minutes) is not int or not 0 <= minutes <= 240:
            raise ValueError(f"{part} = {minutes!r} must be whole minutes from 0 to 240")
    return Minutes(**given)


def _notes(text: str) -> list[Note]:
    found = []
    for note in NOTE.finditer(text):
        kind, _, claim = note["title"].partition(": ")
        if kind not in KINDS or not claim:
            raise ValueError(
                f"the note {note['title']!r} must begin with one of {', '.join(KINDS)}"
            )
        if KINDS[kind] == "misconception":
            missing = [part for part in MISCONCEPTION_PARTS if part not in note["text"]]
            if missing:
                raise ValueError(f"the note {note['title']!r} lacks {' and '.join(missing)}")
        above = [heading[2] for heading in HEADING.finditer(text, 0, note.start())]
        found.append(Note(KINDS[kind], claim, note["text"].strip(), above[-1] if above else ""))
    if text.count(":class: instructor") != len(found):
        raise ValueError("a note for instructors does not end with ::: on a line of its own")
    return found
