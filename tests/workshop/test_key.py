"""The key, run: every exercise's check takes its answer; a participant's blanks are none."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support.chapter_lines import last_calls
from tests.support.places import CHAPTERS
from tools.workshop import key, notebooks
from tools.workshop.answers import BLANK, Exercise, exercises, source

NUMBERED = sorted(CHAPTERS.glob("[01]*.ipynb"))
each_chapter = pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
pytestmark = pytest.mark.slow  # nbformat takes a second to load


def asked(path: Path) -> list[Exercise]:
    return list(exercises(nbformat.read(path, as_version=4), path))


def said(notebook: dict[str, Any], folder: Path) -> list[str]:
    """What the checks of the notebook's exercises say, in order."""
    path = folder / "key.ipynb"
    path.write_bytes(notebooks.text(notebook))
    return [repr(verdict) for _, verdict in last_calls(path, is_exercise)]


def code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def is_exercise(cell: dict[str, Any]) -> bool:
    return source(cell).startswith("answer =")


def below(cell: dict[str, Any]) -> str:
    """An exercise's cell without its first line, the answer."""
    return source(cell).partition("\n")[2]


@each_chapter
def test_no_cell_names_a_file_of_the_folder_it_runs_in(path):
    """A participant's folder has none of the checkout's. The first cell, which installs, may."""
    for cell in code(notebooks.key(path))[1:]:
        assert not re.search(r"\b(open|Path)\(|\.\./", source(cell)), source(cell)


@each_chapter
def test_a_participant_and_the_key_run_what_the_chapter_runs_but_for_the_answers(path):
    """So that they run at all is held by the chapter's own run, except for the first cell's."""
    chapter = code(json.loads(path.read_text(encoding="utf-8")))
    given, filled = code(notebooks.participant(path)), code(notebooks.key(path))
    assert len(given) == len(filled) == len(chapter)
    assert source(given[0]) == source(filled[0])
    for mine, whole, own in list(zip(given, filled, chapter, strict=True))[1:]:
        assert is_exercise(mine) == is_exercise(whole) == is_exercise(own)
        if is_exercise(own):
            assert source(mine).startswith(BLANK)
            assert below(mine) == below(whole) == below(own)
        else:
            assert source(mine) == source(whole) == source(own)


@each_chapter
def test_the_key_is_right_a_blank_is_no_answer_and_a_wrong_one_is_refused(
    path, tmp_path, monkeypatch
):
    """Each check is run three times, after the lines that it leans on; the blank comes first."""
    monkeypatch.chdir(tmp_path)
    notebook = notebooks.key(path)
    blanks = iter([cell for cell in code(notebooks.participant(path)) if is_exercise(cell)])
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        if is_exercise(cell):
            blank = next(blanks)
            wrong = source(blank).replace(BLANK, "answer = 123_457", 1)
            cells.append(blank)
            cells.append({**blank, "source": wrong})
        cells.append(cell)
    told = said({**notebook, "cells": cells}, tmp_path)
    assert len(told) == 3 * len(asked(path))
    assert [one for one in told[::3] if not one.startswith("No answer yet: set answer to ")] == []
    assert [one for one in told[1::3] if one.startswith(("Right", "No answer yet"))] == []
    assert [one for one in told[2::3] if not one.startswith("Right")] == []


def test_the_key_of_a_chapter_runs_as_a_notebook(tmp_path):
    """In a kernel, in a folder of its own: with the first cell, and what shows itself there."""
    path = CHAPTERS / "01_two_evenings.ipynb"
    read = nbformat.reads(notebooks.text(notebooks.key(path)).decode(), as_version=4)
    loop = asyncio.new_event_loop()  # nbclient asks for one, and Python makes none by itself
    asyncio.set_event_loop(loop)
    try:
        NotebookClient(read, timeout=900).execute(cwd=str(tmp_path))
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    shown = [cell.outputs[-1]["data"]["text/plain"] for cell in code(read) if is_exercise(cell)]
    assert len(shown) == len(asked(path))
    assert [one for one in shown if not "".join(one).startswith("Right")] == []


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
