"""The notes for instructors and the minutes, as they stand in the chapters."""

import json
import re
from itertools import pairwise

import pytest

from tests.support.places import ROOT
from tools.teaching import chapters, paths

FOUND = chapters.chapters()
NOTEBOOKS = sorted(ROOT.glob("chapters/[01]*.ipynb"))
LABS = r"^(?:SendRequest|IncidentReplay|LeakLab|LimitsLab|RequestStory|TaskProfile|CodeBench)\("

each_chapter = pytest.mark.parametrize("chapter", FOUND, ids=lambda chapter: chapter.stem)
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def notes(path):
    return [cell for cell in cells(path) if "instructor" in cell["metadata"].get("tags", [])]


def test_all_thirteen_chapters_have_minutes_and_notes():
    assert [chapter.number for chapter in FOUND] == list(range(1, 14))


@each_chapter
def test_the_minutes_are_those_that_the_chapter_asks_for(chapter):
    path = paths.file_of(chapter.stem)
    allowed = re.search(r"Allow (\d+) minutes", chapters.text_of(path))
    assert chapter.minutes.total == int(allowed[1])
    assert all(minutes > 0 for minutes in chapter.minutes)


@each_chapter
def test_a_chapter_has_notes_of_the_kinds_that_a_room_needs(chapter):
    kinds = [note.kind for note in chapter.notes]
    assert 4 <= len(kinds) <= 6
    assert 2 <= kinds.count("misconception") <= 3
    assert kinds.count("lab") == 1
    assert kinds.count("timing") == 1
    assert kinds.count("say") <= 1


@each_chapter
def test_a_misconception_asks_a_question_and_then_meets_it(chapter):
    for note in chapter.notes:
        if note.kind == "misconception":
            ask, _, meet = note.text.partition("**Meet it.**")
            assert ask.startswith("**Ask.**"), note.claim
            assert len(ask.split()) >= 5, note.claim
            assert len(meet.split()) >= 25, note.claim


@each_chapter
def test_a_timing_note_calls_its_minutes_an_estimate_and_repeats_them(chapter):
    (timing,) = [note.text for note in chapter.notes if note.kind == "timing"]
    assert timing.startswith("Our estimate: ")
    said = [int(number) for number in re.findall(r"\d+", timing)[:3]]
    assert said == list(chapter.minutes)


@each_chapter
def test_no_note_claims_a_room_that_nobody_has_led(chapter):
    claims = r"in our (?:workshops?|rooms?|courses?)|we (?:taught|led)|participants (?:told|said)"
    for note in chapter.notes:
        assert not re.search(claims, note.text, re.I), note.claim


@each_notebook
def test_a_note_is_a_cell_of_its_own_folded_in_jupyterlab(path):
    names = [cell["id"] for cell in cells(path)]
    assert len(set(names)) == len(names)
    for note in notes(path):
        source = "".join(note["source"])
        assert note["cell_type"] == "markdown"
        assert note["id"].startswith("note-")
        assert note["metadata"] == {"jupyter": {"source_hidden": True}, "tags": ["instructor"]}
        assert source.startswith(":::{admonition} ")
        assert source.count(":::") == 2


@each_notebook
def test_no_note_parts_a_box_for_an_answer_from_its_solution(path):
    found = cells(path)
    for this, following in pairwise(found):
        if "".join(this["source"]).startswith("answer = None"):
            assert following not in notes(path)


@each_notebook
def test_what_to_do_if_the_lab_fails_stands_right_after_a_lab(path):
    found = cells(path)
    (at,) = [n for n, cell in enumerate(found) if cell["id"] == "note-lab-fails"]
    assert re.search(LABS, "".join(found[at - 1]["source"]), re.M)


@each_notebook
def test_no_note_stands_between_a_bet_and_what_decides_it(path):
    """Who shows the notes would read there what is to be bet on."""
    found = cells(path)
    for this, following in pairwise(found):
        if "bets.place(" in "".join(this["source"]):
            assert following not in notes(path)
