"""The chapters as notebooks for participants, and with the answers filled in for who leads.

A participant's has a blank to fill in each exercise, the hints below it, and no solution; what
notes tell instructors is left out. Neither has outputs: they come from the reader's own runs.
"""

import json
import re
from pathlib import Path
from typing import Any

from tools.paths import CHAPTERS
from tools.teaching.chapters import TAG
from tools.workshop.answers import BLANK, DROPDOWN, Cell, Exercise, exercises, source

# Boxes elsewhere in a chapter that tell what an exercise or a bench asks for.
TELLS = re.compile(r"(A fix for |The table$)")
IN_THE_KEY = "*What stood here tells the answer. Who leads the workshop has it in the key.*"
INSTALLS = "%pip install"
FIRST = """from importlib.util import find_spec
if not find_spec("leaklab"):
    raise ModuleNotFoundError(
        "leaklab is not in this kernel: README.txt, in the folder above, says how to install it")"""
PAGE = re.compile(r"\]\((?!https?:)([a-z_0-9]+)\.md(#[^)\s]*)?\)")


def chapters() -> list[Path]:
    """All notebooks of the book, the appendices too."""
    return sorted(CHAPTERS.glob("*.ipynb"))


def title(stem: str) -> str:
    """A chapter's title, with its number where it has one; its file name where there is no such."""
    written = CHAPTERS / f"{stem}.md"
    if (path := CHAPTERS / f"{stem}.ipynb").exists():
        text = source(json.loads(path.read_text(encoding="utf-8"))["cells"][0])
    else:
        text = written.read_text(encoding="utf-8") if written.exists() else ""
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    number = stem.partition("_")[0]
    words = heading[1] if heading else stem
    return f"{int(number)}. {words}" if heading and number.isdecimal() else words


def participant(path: Path) -> dict[str, Any]:
    """The chapter with blanks to fill, hints, and no answers. ValueError as `exercises` says."""
    notebook, asked = _read(path)
    cells = notebook["cells"]
    for each in asked:
        cell, below = cells[each.at], cells[each.at + 1]
        cell["source"] = source(cell).replace(BLANK, f"{BLANK}  # yours: {each.wanted}", 1)
        box = DROPDOWN.match(source(below))
        assert box is not None, f"{each.id} has lost its solution"
        below["source"] = hints(each) + source(below)[box.end() :]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            told = DROPDOWN.sub(_told_in_the_key, source(cell))
            cell["source"] = re.sub(rf"({re.escape(IN_THE_KEY)}\n*)+", r"\1", told)
    notebook["cells"] = [cell for cell in cells if not is_note(cell)]
    return notebook


def key(path: Path) -> dict[str, Any]:
    """The chapter with every answer filled in, its solutions, and the notes for who leads."""
    notebook, asked = _read(path)
    for each in asked:
        cell = notebook["cells"][each.at]
        cell["source"] = source(cell).replace(BLANK, f"answer = {each.answer}", 1)
    return notebook


def hints(exercise: Exercise) -> str:
    """The hints as boxes to open, in the place of the solution."""
    named = zip(("First hint", "Second hint", "Third hint"), exercise.hints, strict=False)
    return "\n\n".join(f":::{{dropdown}} {name}\n{hint}\n:::" for name, hint in named)


def is_note(cell: Cell) -> bool:
    """Whether a cell is a note for who leads."""
    return TAG in cell["metadata"].get("tags", [])


def text(notebook: dict[str, Any]) -> bytes:
    """The notebook as a file's bytes."""
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def beside_the_site(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with links to pages that are no notebooks led into the folder's site."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = PAGE.sub(r"](../site/chapters/\1.html\2)", source(cell))
    return notebook


def _read(path: Path) -> tuple[dict[str, Any], list[Exercise]]:
    """The chapter without outputs and without what would ask an index, and its exercises."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    asked = list(exercises(notebook, path))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
            if INSTALLS in source(cell):
                cell["source"] = FIRST
    return notebook, asked


def _told_in_the_key(box: re.Match[str]) -> str:
    return IN_THE_KEY if TELLS.match(box[1]) else box[0]
