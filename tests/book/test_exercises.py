"""Exercise checks: they never give the number away, and take any mistake kindly."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from leaklab.book.exercises import Choice, Exercise, check, choose
from leaklab.book.exercises.verdict import near


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to a whole number of tasks, then run the cell."),
        (3000, "Right: 3,000 tasks."),
        (1500, "Not 1,500: the number of tasks is higher."),
        (4000, "Not 4,000: the number of tasks is lower."),
        (3000.0, "Right: 3,000 tasks."),
        (6000 / 2, "Right: 3,000 tasks."),
        (Fraction(9000, 3), "Right: 3,000 tasks."),
        (Decimal("3000"), "Right: 3,000 tasks."),
        (np.int64(3000), "Right: 3,000 tasks."),
        (np.float32(1500), "Not 1,500: the number of tasks is higher."),
        (-1.0, "Not -1: the number of tasks is higher."),
        (True, "True is not a whole number of tasks."),
        (np.bool_(True), f"{np.bool_(True)!r} is not a whole number of tasks."),
        ([3000], "[3000] is not a whole number of tasks."),
        (3000j, "3000j is not a whole number of tasks."),
        (math.nan, "nan is not a whole number of tasks."),
        (math.inf, "inf is not a whole number of tasks."),
        (Decimal("sNaN"), "Decimal('sNaN') is not a whole number of tasks."),
    ],
)
def test_check(answer, verdict):
    assert repr(check(answer, 3000)) == verdict


def test_a_verdict_knows_whether_the_answer_was_right():
    assert [check(answer, 3000).right for answer in (3000, 3000.0, 2999, None, "3000")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [choose(answer, THREE).right for answer in (2, 1, 3, None)] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("text", ["3000", "3,000", " 3_000 ", "-1", "3000.0"])
def test_a_number_in_quotes_is_told_to_lose_them(text):
    assert check(text, 3000).text == f"{text!r} is text: write the number without quotes."


@pytest.mark.parametrize("text", ["", "many", "3000 tasks", "v1.12.4"])
def test_other_text_is_no_number(text):
    assert check(text, 3000).text == f"{text!r} is not a whole number of tasks."


@pytest.mark.parametrize("answer", [324.75, Fraction(1, 3), -0.5, Decimal("0.1")])
def test_a_fraction_is_told_to_be_rounded(answer):
    words = "is not a whole number: round it as the question asks."
    assert check(answer, 325).text == f"{answer!r} {words}"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (10**5000, "Not that: the number of tasks is lower."),
        (-(10**5000), "Not that: the number of tasks is higher."),
        (1e300, "Not that: the number of tasks is lower."),
        (Fraction(10**5000, 3), "That is not a whole number: round it as the question asks."),
        ([10**5000], "That is not a whole number of tasks."),
        ("9" * 5000, "'" + "9" * 59 + " is text: write the number without quotes."),
    ],
    ids=["high", "low", "float", "fraction", "list", "text"],
)
def test_no_answer_is_too_long(answer, verdict):
    """Python refuses to write an int of more than 4,300 digits."""
    assert check(answer, 3000).text == verdict


SLIPS = near((1500, "That is half of them."), (0, "Somebody is left."))
ASKED = Exercise("chapter/name", "A title", ("Look there.", "Go that way."), SLIPS)
THREE = Choice(
    Exercise("chapter/three", "Three", ("Look.", "Go."), near((1, "Not so."), (3, "Nor so."))),
    {1: False, 2: True, 3: False},
)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (3000, "Right: 3,000 tasks."),
        (1500, "Not 1,500. That is half of them."),
        (1501, "Not 1,501: the number of tasks is higher."),
    ],
)
def test_a_known_slip_is_told_what_it_is(answer, verdict):
    assert repr(check(answer, 3000, "tasks", ASKED)) == verdict


def test_a_truth_that_is_called_a_slip_is_refused():
    with pytest.raises(ValueError, match=r"chapter/name: 1,500 tasks is right, and has a sentence"):
        check(None, 1500, "tasks", ASKED)


def test_one_number_has_one_sentence():
    with pytest.raises(ValueError, match=r"two sentences for 6: One\. Two\."):
        near((6, "One."), (6, "Two."))


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to 1, 2 or 3, then run the cell."),
        (2, "Right: 2 is what the run shows."),
        (3, "Not 3. Nor so."),
        (4, "4 is none of the numbers: choose 1, 2 or 3."),
        (2.0, "Right: 2 is what the run shows."),
        (2.5, "2.5 is not a whole number: round it as the question asks."),
        ("2", "'2' is text: write the number without quotes."),
        ("two", "'two' is none of the numbers: choose 1, 2 or 3."),
        (True, "True is none of the numbers: choose 1, 2 or 3."),
        ([2], "[2] is none of the numbers: choose 1, 2 or 3."),
    ],
)
def test_choose(answer, verdict):
    assert repr(choose(answer, THREE)) == verdict


def test_choose_takes_a_number_too_long_to_write():
    text = "That is none of the numbers: choose 1, 2 or 3."
    assert choose(10**5000, THREE).text == text
