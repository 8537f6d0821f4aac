"""Participants' notebooks give no answer away, and the key has every one, from one source."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from leaklab.book.exercises.spoiler import turned
from tests.support.places import CHAPTERS
from tools.workshop import notebooks
from tools.workshop.answers import DROPDOWN, Exercise, exercises, right_answer, source

NUMBERED = sorted(CHAPTERS.glob("[01]*.ipynb"))
each_chapter = pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def asked(path: Path) -> list[Exercise]:
    return list(exercises(read(path), path))


def texts(notebook: dict[str, Any]) -> str:
    return "\n".join(source(cell) for cell in notebook["cells"])


def test_every_exercise_of_the_book_has_its_answer():
    ids = [each.id for path in NUMBERED for each in asked(path)]
    assert len(ids) == len(set(ids)) >= 40
    assert all(asked(path) for path in NUMBERED)


@each_chapter
def test_a_participant_has_a_blank_and_both_hints_and_no_solution(path):
    whole = texts(notebooks.participant(path))
    all_asked = asked(path)
    for each in all_asked:
        assert f"answer = None  # yours: {each.wanted}\n" in whole
        for hint in each.hints:
            assert hint in whole
    assert whole.count("answer = None") == len(all_asked)
    for number, cell in enumerate(read(path)["cells"]):
        if number - 1 in {each.at for each in all_asked}:
            solution = DROPDOWN.match(source(cell))
            assert solution is not None
            assert solution[2] not in whole
    assert not re.search(r":::\{dropdown\} (Solution|What [ABC] does|A fix for|The table)", whole)


@each_chapter
def test_the_key_has_the_answers_and_the_solutions(path):
    filled = notebooks.key(path)
    for each in asked(path):
        assert source(filled["cells"][each.at]).startswith(f"answer = {each.answer}\n")
    assert "answer = None" not in texts(filled)


@each_chapter
def test_a_notebook_has_no_outputs_and_asks_no_index(path):
    for made in (notebooks.participant(path), notebooks.key(path)):
        code = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
        assert "%pip" not in texts(made)
        assert source(code[0]) == notebooks.FIRST


def test_notes_for_who_leads_are_in_the_key_and_nowhere_else(tmp_path):
    chapter = read(NUMBERED[0])
    note = {
        "cell_type": "markdown",
        "id": "note",
        "metadata": {"tags": ["instructor"], "jupyter": {"source_hidden": True}},
        "source": ":::{admonition} To say: a secret.\n:class: instructor\n:::",
    }
    chapter["cells"].insert(1, note)
    path = tmp_path / NUMBERED[0].name
    path.write_text(json.dumps(chapter), encoding="utf-8")
    assert "To say: a secret" not in texts(notebooks.participant(path))
    assert "To say: a secret" in texts(notebooks.key(path))


def test_titles_are_the_chapters_own():
    assert notebooks.title("01_two_evenings") == "1. Two evenings"
    assert notebooks.title("13_on_your_own_machine") == "13. On your own machine"
    assert notebooks.title("no_such_chapter") == "no_such_chapter"


def test_links_to_pages_lead_into_the_site_and_to_chapters_stay():
    cell = {"cell_type": "markdown", "source": "[a](glossary.md#x) [b](02_evidence.ipynb)"}
    made = notebooks.beside_the_site({"cells": [cell]})
    assert (
        made["cells"][0]["source"] == "[a](../site/chapters/glossary.html#x) [b](02_evidence.ipynb)"
    )


def known(path: Path, number: int) -> dict[str, Any]:
    cell = read(path)["cells"][asked(path)[number].at]
    html = "".join(cell["outputs"][0]["data"]["text/html"])
    found: dict[str, Any] = json.loads(
        html.partition('application/json">')[2].split("</script>")[0]
    )
    return found


@pytest.mark.parametrize(
    ("text", "answer"),
    [("64,000: 2 times 4", 64000), ("First 32,000, then 64,000.", 64000), ("`64000`", 64000)],
)
def test_an_answer_is_what_the_run_has_found_right(text, answer):
    assert right_answer(known(NUMBERED[0], 0), text) == answer


def test_a_solution_without_the_right_answer_is_refused():
    with pytest.raises(ValueError, match="two_evenings/grown: nothing in its solution is right"):
        right_answer(known(NUMBERED[0], 0), "63,999, or 640,00, or a few of 64.")


def test_a_number_in_words_is_an_answer():
    assert right_answer(known(NUMBERED[0], 1), "None. A list takes 25 seconds.") == 0


def test_a_chapter_that_was_not_run_is_refused(tmp_path):
    chapter = copy.deepcopy(read(NUMBERED[0]))
    for cell in chapter["cells"]:
        cell.pop("outputs", None)
    with pytest.raises(ValueError, match=r"01_two_evenings\.ipynb, cell cell-27: has no box"):
        list(exercises(chapter, NUMBERED[0]))


def test_hints_are_the_boxes_own():
    first = asked(NUMBERED[0])[0]
    assert [turned(hint) for hint in first.hints] == known(NUMBERED[0], 0)["hints"]
