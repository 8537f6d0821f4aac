"""What a leader needs is read from the chapters, and a chapter without it says what is wrong."""

import json

import pytest

from tools.teaching import chapters

FIRST = (
    "# A *title*\n\n**After this chapter you can** say {term}`this <that>`, or not; do that;"
    " and explain it. Allow 10 minutes, lab included.\n"
)
NOTE = """:::{admonition} Misconception: it ends.
:class: instructor
**Ask.** Why?

**Meet it.** So.
:::"""
POINTS = "## Key points\n\n- One.\n- Two `x`.\n\nAnd more."
MINUTES = {"talk": 5, "lab": 2, "exercise": 3}


def notebook(folder, *texts, teaching=None):
    cells = [{"cell_type": "markdown", "source": text, "metadata": {}} for text in texts]
    metadata = {"teaching": {"minutes": MINUTES} if teaching is None else teaching}
    path = folder / "07_a_title.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": metadata}), encoding="utf-8")
    return path


def test_each_of_several_notes_is_found_in_its_own_section(tmp_path):
    other = NOTE.replace("it ends", "it waits")
    code = "```console\n# no heading\n```"
    found = chapters.read(notebook(tmp_path, FIRST, NOTE, "## Here", code, other, POINTS))
    assert [(note.claim, note.section) for note in found.notes] == [
        ("it ends.", "A *title*"),
        ("it waits.", "Here"),
    ]


def test_a_notebook_gives_all_that_a_leader_needs(tmp_path):
    found = chapters.read(notebook(tmp_path, FIRST, "## Here", NOTE, POINTS))
    assert (found.stem, found.number, found.title) == ("07_a_title", 7, "A *title*")
    assert found.objectives == ("Say {term}`this <that>`, or not", "Do that", "Explain it")
    assert found.minutes == (5, 2, 3)
    assert found.minutes.total == 10
    assert found.key_points == ("One.", "Two `x`.")
    (note,) = found.notes
    assert (note.kind, note.claim, note.section) == ("misconception", "it ends.", "Here")
    assert note.text == "**Ask.** Why?\n\n**Meet it.** So."


def test_a_chapter_in_myst_gives_the_same(tmp_path):
    path = tmp_path / "07_a_title.md"
    front = f"---\nteaching:\n  minutes: {json.dumps(MINUTES)}\n---\n"
    text = "\n\n".join([FIRST, "## Here", NOTE, POINTS])
    path.write_text(f"{front}{text}", encoding="utf-8")
    assert chapters.read(path) == chapters.read(notebook(tmp_path, FIRST, "## Here", NOTE, POINTS))


@pytest.mark.parametrize(
    ("teaching", "says"),
    [
        ({}, "07_a_title.ipynb: its metadata needs teaching.minutes with talk, lab, exercise"),
        ({"minutes": {**MINUTES, "talk": -1}}, "talk = -1 must be whole minutes from 0 to 240"),
        ({"minutes": {**MINUTES, "lab": True}}, "lab = True must be whole minutes from 0 to 240"),
        ({"minutes": {"talk": 3}}, "its metadata needs teaching.minutes"),
    ],
)
def test_minutes_that_are_none_are_named(tmp_path, teaching, says):
    with pytest.raises(ValueError, match=says):
        chapters.read(notebook(tmp_path, FIRST, POINTS, teaching=teaching))


@pytest.mark.parametrize(
    ("note", "says"),
    [
        (NOTE.replace("Misconception", "Advice"), "the note 'Advice: it ends.' must begin with"),
        (NOTE.replace("**Ask.** ", ""), r"lacks \*\*Ask"),
        (NOTE.removesuffix(":::"), "does not end with ::: on a line of its own"),
    ],
)
def test_a_note_that_is_none_is_named(tmp_path, note, says):
    with pytest.raises(ValueError, match=says):
        chapters.read(notebook(tmp_path, FIRST, note, POINTS))


def test_a_pages_text_gives_objectives_and_minutes_however_it_is_broken_and_marked():
    said = (("Say this", "Do that (twice)", "Stop"), 30)
    text = "After this chapter you can say\n this ; do that ( twice ); and stop. Allow 30 minutes."
    assert chapters.promise(text.replace("( ", "(")) == said
    marked = text.replace("you can", "you can**").replace("( ", "(")
    assert chapters.promise(f"# Title **{marked}") == said


def test_minutes_that_are_not_those_of_the_text_are_named(tmp_path):
    minutes = {"minutes": {**MINUTES, "lab": 9}}
    with pytest.raises(ValueError, match="allows 10 minutes, and its parts take 17"):
        chapters.read(notebook(tmp_path, FIRST, POINTS, teaching=minutes))


def test_a_chapter_without_objectives_says_so(tmp_path):
    with pytest.raises(ValueError, match=r"07_a_title\.ipynb: needs 'After this chapter you can"):
        chapters.read(notebook(tmp_path, "# A title", POINTS))


def test_plain_words_have_no_marks():
    text = "See {term}`a task <task>`, [it](x.md), *this* `code`, **all** {cite:p}`li2019`."
    assert chapters.plain(text) == "See a task, it, this code, all."
