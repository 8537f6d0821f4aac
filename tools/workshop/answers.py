"""The exercises of a chapter, each with its right answer.

An answer is typed nowhere: it is the number, choice or line of Python in the solution's own text
that the exercise's check takes for right. For numbers and choices that is the digest that the
chapter's run has left in the box (`leaklab.book.exercises.box`), for a line of Python its judge.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leaklab.book.exercises import grading
from leaklab.book.exercises.box import LONG, digest
from leaklab.book.exercises.spoiler import turned

BLANK = "answer = None"
DROPDOWN = re.compile(r":::\{dropdown\} ([^\n]+)\n(.*?)\n:::(?=\n|$)", re.DOTALL)
DATA = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)
NUMBER = re.compile(r"(?<![\w,.])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\w.,]?\d)")
CODE = re.compile(r"`([^`]+)`")
WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

Cell = dict[str, Any]


@dataclass(frozen=True)
class Exercise:
    """An exercise as its chapter has it; `at` is the number of its cell in the notebook.

    `wanted` says in words what an answer is, `answer` is the right one as Python's source.
    """

    at: int
    id: str
    title: str
    hints: tuple[str, ...]
    wanted: str
    answer: str


def source(cell: Cell) -> str:
    """A cell's text, which a notebook may keep as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def exercises(notebook: dict[str, Any], path: Path) -> Iterator[Exercise]:
    """The exercises of a chapter in order.

    ValueError when a cell was not run, no solution is below it, or no answer in that is right.
    """
    cells: list[Cell] = notebook["cells"]
    for at, cell in enumerate(cells):
        if cell["cell_type"] != "code" or not source(cell).startswith(BLANK):
            continue
        box = DATA.search("".join(_html(cell)))
        if box is None:
            raise ValueError(f"{path.name}, cell {cell.get('id', at)}: has no box; run the chapter")
        known = json.loads(box[1])
        below = source(cells[at + 1]) if at + 1 < len(cells) else ""
        solution = DROPDOWN.match(below)
        if solution is None:
            raise ValueError(f"{known['id']}: no solution in a dropdown follows its cell")
        yield Exercise(
            at,
            known["id"],
            known["title"],
            tuple(turned(hint) for hint in known["hints"]),
            wanted(known),
            repr(right_answer(known, solution[2])),
        )


def wanted(known: dict[str, Any]) -> str:
    """What an answer is: "a whole number of tasks", "1, 2 or 3", "a hold in seconds"."""
    if known["kind"] == "number":
        return f"a whole number of {known['unit']}"
    if known["kind"] == "choice":
        *most, last = map(str, known["choices"])
        return f"{', '.join(most)} or {last}"
    return str(known["wanted"])


def right_answer(known: dict[str, Any], solution: str) -> object:
    """The answer in the solution's text that is right by the box. ValueError when none is."""
    found = known["choices"] if known["kind"] == "choice" else candidates(solution)
    for each in found:
        if _is_right(known, each):
            return each
    raise ValueError(f"{known['id']}: nothing in its solution is right: {solution[:60]!r}")


def candidates(text: str) -> Iterator[object]:
    """Literals of Python between backticks, then numbers, in digits and in words."""
    for code in CODE.findall(text):
        try:
            yield ast.literal_eval(code)
        except (SyntaxError, ValueError):
            continue
    for number in NUMBER.findall(text):
        yield int(number.replace(",", ""))
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in WORDS:
            yield WORDS.index(word)


def _is_right(known: dict[str, Any], answer: object) -> bool:
    if known["kind"] == "python":
        return grading.JUDGES[known["id"]].grade(answer, known["recorded"]).right
    return isinstance(answer, int) and digest(known["id"], answer)[:LONG] == known["right"]


def _html(cell: Cell) -> Iterator[str]:
    for output in cell.get("outputs", []):
        text = output.get("data", {}).get("text/html", "")
        yield text if isinstance(text, str) else "".join(text)
