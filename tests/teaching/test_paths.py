"""Ways through the book for a room: what is checked of them, and what the page shows."""

import re

import pytest

from tests.book.test_chapters import plain
from tests.support.places import ROOT
from tools.teaching import chapters, paths, timetable

TOML = paths.GIVEN.read_text(encoding="utf-8")
WAYS = paths.read()
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)


def refused(tmp_path, old, new):
    """What is said of a paths.toml in which the first `old` is `new`."""
    assert old in TOML
    file = tmp_path / "paths.toml"
    file.write_text(TOML.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError) as error:
        paths.read(file)
    return str(error.value)


def test_there_is_one_for_each_length_and_each_kind_of_room():
    kinds = [(way.length.name, way.title) for way in WAYS]
    assert len(set(kinds)) == len(kinds) == 9
    assert {length for length, _ in kinds} == {"hour", "half-day", "day"}


@each_way
def test_its_minutes_are_those_that_its_length_promises(way):
    work = sum(step.minutes for step in way.steps if not step.is_break)
    breaks = sum(step.minutes for step in way.steps if step.is_break)
    promised = {"hour": (60, 0), "half-day": (155, 25), "day": (360, 90)}
    assert (work, breaks) == promised[way.length.name]


@each_way
def test_no_stretch_of_work_is_longer_than_an_hour_and_three_quarters(way):
    stretch = 0
    for step in way.steps:
        stretch = 0 if step.is_break else stretch + step.minutes
        assert stretch <= 105


@each_way
def test_it_begins_at_zero_and_its_clock_goes_on_without_a_gap(way):
    at = [int(hours) * 60 + int(rest) for hours, rest in (t.split(":") for t in paths.clock(way))]
    ends = [begin + step.minutes for begin, step in zip(at, way.steps, strict=True)]
    assert at == [0, *ends[:-1]]


@each_way
def test_a_section_it_names_is_where_it_says(way):
    for step in way.steps:
        titles = paths.headings(step.page) if step.page else {}
        assert all(titles[anchor] == title for anchor, title in step.sections)


def test_an_unknown_chapter_is_named_with_its_path_and_step(tmp_path):
    said = refused(tmp_path, 'page = "01_two_evenings"', 'page = "01_three_evenings"')
    assert said.startswith("path hour-python: step 2 (01_three_evenings)")
    assert "no file of chapters/" in said


def test_a_page_outside_of_the_chapters_is_refused(tmp_path):
    assert "no file of chapters/" in refused(tmp_path, 'page = "index"', 'page = "../README"')


def test_an_unknown_section_is_named_with_those_that_there_are(tmp_path):
    said = refused(tmp_path, '"line-by-line"', '"word-by-word"')
    assert said.startswith("path hour-python: step 6 (04_one_request)")
    assert "'word-by-word'" in said
    assert "line-by-line" in said


def test_more_minutes_than_a_part_has_are_refused(tmp_path):
    said = refused(tmp_path, 'parts = ["talk"]\nminutes = 8', 'parts = ["talk"]\nminutes = 80')
    assert said == "path hour-python: step 2 (01_two_evenings): 80 minutes, and its talk take 22"


TWICE = """
length = [{name = "short", title = "Short", minutes = 81, breaks = "inside", prepare = []}]
task = [{name = "t", title = "T", text = "T", answer = "A", criteria = [
    {name = "a", levels = ["1", "2", "3"]}, {name = "b", levels = ["1", "2", "3"]},
    {name = "c", levels = ["1", "2", "3"]}]}]
[[path]]
name = "twice"
length = "short"
title = "Twice"
learner = "x"
prepare = []
skip = "x"
task = "t"
steps = [TALK, TALK, {own = "Closing task", minutes = 1, leader = "x", participants = "x"}]
""".replace(
    "TALK",
    '{page = "12_your_turn", parts = ["talk", "lab"], minutes = 40, leader = "x", '
    'participants = "x"}',
)


def test_several_steps_together_take_no_more_than_their_chapter(tmp_path):
    file = tmp_path / "paths.toml"
    file.write_text(TWICE, encoding="utf-8")
    with pytest.raises(ValueError, match="path twice: its steps give 12_your_turn 80 minutes"):
        paths.read(file)


def test_minutes_that_do_not_add_up_are_refused(tmp_path):
    said = refused(tmp_path, 'own = "Welcome"\nminutes = 4', 'own = "Welcome"\nminutes = 5')
    assert said == "path hour-python: its steps take 61 minutes (breaks inside), not 60"


@pytest.mark.parametrize("minutes", ["0", "121", "7.5", '"7"', "true"])
def test_minutes_are_whole_and_within_limits(tmp_path, minutes):
    said = refused(
        tmp_path, 'own = "Welcome"\nminutes = 4', f'own = "Welcome"\nminutes = {minutes}'
    )
    assert "step 1 (Welcome)" in said
    assert "must be whole minutes from 1 to 120" in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('own = "Welcome"\n', "", "needs one of page, own, break, and has 0"),
        ('page = "index"\n', 'page = "index"\nparts = ["talk"]\n', "any other page has none"),
        (
            'parts = ["talk"]\nminutes = 8',
            'parts = ["sing"]\nminutes = 8',
            "part 'sing' is none of",
        ),
        ('parts = ["talk"]\nminutes = 8', "minutes = 8", "a chapter needs parts"),
        ('task = "outcome-python"', 'task = "sing"', "task 'sing' is none of"),
        ('length = "hour"', 'length = "week"', "length 'week' is none of"),
        ('own = "Closing task"', 'own = "The end"', "needs one step of its own"),
        ("participants =", "others =", "says nothing of what these do: participants"),
        ('    "Says too why the first two letters did not wait.",\n', "", "2 levels, not 3"),
    ],
)
def test_what_is_missing_or_unknown_is_said(tmp_path, old, new, says):
    assert says in refused(tmp_path, old, new)


@each_way
def test_its_timetable_has_each_step_with_what_everybody_does(way):
    text = timetable.text(way)
    for at, step in zip(paths.clock(way), way.steps, strict=True):
        assert f"{at}, {step.minutes} min: " in text
        assert f"*You:* {step.leader}" in text or step.is_break
        assert f"*They:* {step.participants}" in text or step.is_break
    for criterion in way.task.criteria:
        assert all(level in text for level in criterion.levels)


@each_way
def test_its_words_keep_the_house_style(way):
    text = plain(timetable.text(way))
    assert not re.findall(r"\b(?:simply|obviously|of course|easily|trivial|just)\b", text, re.I)
    assert not re.findall(r"\w!(?:\s|$)", text)


def test_the_minutes_of_all_chapters_are_a_row_each_and_a_sum():
    found = chapters.chapters()
    rows = timetable.minutes(found).splitlines()[2:]
    assert len(rows) == len(found) + 1
    total = sum(chapter.minutes.total for chapter in found)
    assert rows[-1].endswith(f"| {total} |")


def test_the_page_for_who_teaches_shows_every_way_and_what_its_length_needs():
    page = (ROOT / "chapters" / "teach.md").read_text(encoding="utf-8")
    assert re.findall(r"^```\{timetable\} (.+)$", page, re.M) == [way.name for way in WAYS]
    assert re.findall(r"^```\{ready\} (.+)$", page, re.M) == ["hour", "half-day", "day"]
