"""The key, run: every exercise's check takes its answer; a participant's blanks are none."""

import asyncio
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support.places import CHAPTERS
from tools.workshop import key, notebooks
from tools.workshop.answers import BLANK, Exercise, exercises, source

NUMBERED = sorted(CHAPTERS.glob("[01]*.ipynb"))
each_chapter = pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)


def asked(path: Path) -> list[Exercise]:
    return list(exercises(nbformat.read(path, as_version=4), path))


def run(notebook: dict[str, Any], folder: Path) -> list[str]:
    """What the checks of the notebook's exercises say, in order."""
    read = nbformat.reads(json.dumps(notebook), as_version=4)
    NotebookClient(read, timeout=900).execute(cwd=str(folder))
    cells = [cell for cell in read.cells if cell.source.startswith("answer =")]
    return ["".join(cell.outputs[-1]["data"]["text/plain"]) for cell in cells]


@pytest.fixture(autouse=True)
def own_loop():
    """Nbclient asks for the thread's event loop, which Python no longer makes by itself."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


def code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def is_exercise(cell: dict[str, Any]) -> bool:
    return source(cell).startswith("answer =")


@each_chapter
def test_a_participant_runs_what_the_key_runs_but_for_the_answers(path):
    given, filled = code(notebooks.participant(path)), code(notebooks.key(path))
    assert len(given) == len(filled)
    for mine, whole in zip(given, filled, strict=True):
        assert is_exercise(mine) == is_exercise(whole)
        assert source(mine) == source(whole) or source(mine).startswith(BLANK)


@pytest.mark.slow
@each_chapter
def test_the_key_is_right_a_blank_is_no_answer_and_a_wrong_one_is_refused(path, tmp_path):
    """The key's notebook, each of its checks run three times; the participant's cell comes first.

    Run once: what comes before the checks is the same in both notebooks, and takes the time.
    """
    notebook = notebooks.key(path)
    blanks = iter([cell for cell in code(notebooks.participant(path)) if is_exercise(cell)])
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        if is_exercise(cell):
            blank = next(blanks)
            wrong = source(blank).replace(BLANK, "answer = 123_457", 1)
            cells.append({**blank, "id": f"{cell['id']}-blank"})
            cells.append({**blank, "id": f"{cell['id']}-wrong", "source": wrong})
        cells.append(cell)
    said = run({**notebook, "cells": cells}, tmp_path)
    assert len(said) == 3 * len(asked(path))
    assert [one for one in said[::3] if not one.startswith("No answer yet: set answer to ")] == []
    assert [one for one in said[1::3] if one.startswith(("Right", "No answer yet"))] == []
    assert [one for one in said[2::3] if not one.startswith("Right")] == []


@pytest.mark.book
def test_the_page_of_the_key_has_each_answer_with_its_reason():
    page = key.files()["index.html"].decode()
    for path in NUMBERED:
        for each in asked(path):
            anchor = each.id.replace("/", "-")
            part = page.partition(f'id="{anchor}"')[2].partition("<h3")[0]
            assert f'<code class="answer">{escaped(each.answer)}</code>' in part
            assert len(part) > 200, each.id
    assert 'href="11_today' not in page  # links lead into the site


def escaped(text: str) -> str:
    return text.replace("'", "&#39;")
