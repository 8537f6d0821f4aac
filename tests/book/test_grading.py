"""A reader's line of Python in the page: evaluated, judged as in the notebook, told why not."""

import json

import pytest

from leaklab.book.exercises.grading import hearing_text, judged, value_of
from leaklab.book.never_again import evening, late_request


def said(id: str, text: str) -> list[dict[str, object]]:
    texts: list[str] = []
    hearing_text(texts.append)(
        json.dumps({"number": 3, "grade": {"id": id, "text": text, "recorded": None}})
    )
    return [json.loads(each) for each in texts]


@pytest.mark.parametrize(
    "text", ['"1:write,61:return"', "1:write,61:return", "'1:slow=' + str(74)"]
)
def test_a_plan_is_judged_as_in_the_notebook_with_its_quotes_or_without(text):
    *steps, answered = said("never_again/plan", text)
    assert steps == [{"number": 3, "step": "line"}, {"number": 3, "step": "runs"}]
    here = late_request.grade("1:slow=74" if "slow" in text else "1:write,61:return")
    assert answered == {"number": 3, "answer": {"right": True, "text": here.text}}
    assert here.right


@pytest.mark.parametrize(
    "text", ["75:write", "20:write,75:return", "nonsense", "75", "60:write", "None"]
)
def test_a_plan_that_is_wrong_has_the_notebooks_words(text):
    value = {"75": 75, "None": None}.get(text, text)
    assert judged("never_again/plan", text) == late_request.grade(value)


@pytest.mark.slow
def test_a_hold_is_judged_by_recorded_readings_as_in_the_notebook_by_its_runs():
    """Of all holds that tell two readings apart, and of what is no hold."""
    recorded = json.loads(json.dumps(evening.recorded()))
    texts = [*map(str, range(0, 600, 5)), "60 + 50 + 70", "-1", "'180'", "1e999", "0.5", "True"]
    for text in texts:
        assert judged("never_again/hold", text, recorded) == evening.grade(eval(text)), text
    assert {judged("never_again/hold", text, recorded).right for text in texts} == {True, False}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ten", "The line stops with NameError: name 'ten' is not defined."),
        ("1 +", "Not a line of Python: invalid syntax."),
        ("1/0", "The line stops with ZeroDivisionError: division by zero."),
        ("[][1]\0", "Not a line of Python: source code string cannot contain null bytes."),
        ("x" * 1001, "A line has at most 1,000 characters; this one has 1,001."),
    ],
)
def test_a_line_that_gives_nothing_says_why_in_one_line(text, words):
    with pytest.raises(ValueError) as why:
        value_of(text, takes_text=False)
    assert str(why.value) == words


def test_a_line_may_say_anything_and_the_answer_stays_short():
    (*_, answered) = said("never_again/plan", "'x' * 10**6")
    assert len(json.dumps(answered)) < 1100
