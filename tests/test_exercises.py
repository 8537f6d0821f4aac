"""Exercise checks: they never give the number away, and take any slip kindly."""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from leaklab import exercises, figures
from leaklab.exercises import check, choose


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to a whole number of tasks, then run the cell."),
        (3000, "Right: 3,000 tasks."),
        (1500, "Not 1,500: the number of tasks is higher."),
        (4000, "Not 4,000: the number of tasks is lower."),
        ("3000", "'3000' is not a whole number of tasks."),
        (3000.0, "3000.0 is not a whole number of tasks."),
        (True, "True is not a whole number of tasks."),
    ],
)
def test_check(answer, verdict):
    assert repr(check(answer, 3000)) == verdict


CHAPTERS = sorted((Path(__file__).parent.parent / "chapters").glob("[01]*.ipynb"))
WORDS = ["None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


def solutions(cells: list[dict[str, Any]]) -> list[str]:
    """The text of every solution in these cells, up to the end of its dropdown."""
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.findall(r":::\{dropdown\} Solution\n(.*?)\n:::", text, re.DOTALL)


def names_it(solution: str, truth: int) -> bool:
    """Whether the number stands in the solution's first words, in digits or spelled."""
    in_words = WORDS[truth] if truth < len(WORDS) else f"{truth:,}"
    return bool(re.search(rf"(?<![\d,])({truth:,}|{in_words})\b(?!,\d)", solution[:60]))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_each_solution_names_what_its_check_works_out(chapter, monkeypatch):
    """Runs the chapter's cells here, and takes the truth where the reader's answer is checked."""
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    truths: list[int] = []
    monkeypatch.setattr(exercises, "check", lambda answer, truth, unit="": truths.append(truth))
    monkeypatch.setattr(figures, "use_in_notebook", lambda: None)
    names: dict[str, Any] = {"display": lambda *shown: None}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
    told = iter(solutions(cells))  # some answer other checks than this one
    assert truths
    for truth in truths:
        assert any(names_it(text, truth) for text in told), truth


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to 1, 2 or 3, then run the cell."),
        (2, "Right: 2 is what the run shows."),
        (3, "Not 3: the run shows something else."),
        (4, "4 is none of the numbers: choose 1, 2 or 3."),
        ("2", "'2' is none of the numbers: choose 1, 2 or 3."),
        (True, "True is none of the numbers: choose 1, 2 or 3."),
        ([2], "[2] is none of the numbers: choose 1, 2 or 3."),
    ],
)
def test_choose(answer, verdict):
    assert repr(choose(answer, {1: False, 2: True, 3: False})) == verdict
