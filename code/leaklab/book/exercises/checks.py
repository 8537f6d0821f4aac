"""All chapters. The checks of a number and of a choice: what is true is run, not stored here."""

import re
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from typing import Any

from leaklab.book.exercises import box
from leaklab.book.exercises.verdict import Choice, Exercise, Verdict, no_answer_yet

DIGITS = re.compile(r"\s*[-+]?\d[\d,_ ]*(\.\d*)?\s*")
FAR = 10**15  # a number from here on is not repeated to the reader


def check(
    answer: object, truth: int, unit: str = "tasks", exercise: Exercise | None = None
) -> Verdict:
    """Compare a reader's number with what a run gave: higher or lower, never the number.

    With an `exercise`, a wrong number that a known slip leads to is told that slip. ValueError
    when the exercise calls the truth a slip.
    """
    if exercise and truth in exercise.near:
        raise ValueError(f"{exercise.id}: {truth:,} {unit} is right, and has a sentence as wrong")
    if answer is None:
        text = no_answer_yet(f"a whole number of {unit}").text
        return box.number(text, exercise, truth, unit) if exercise else Verdict(False, text)
    number = _as_int(answer)
    if number is None or number != answer:
        text = _nearly_a_number(answer, number) or ""
        return Verdict(False, text or f"{_shown(answer)} is not a whole number of {unit}.")
    if number == truth:
        return Verdict(True, f"Right: {truth:,} {unit if truth != 1 else unit.removesuffix('s')}.")
    if exercise and number in exercise.near:
        return Verdict(False, f"Not {number:,}. {exercise.near[number]}")
    direction = "higher" if truth > number else "lower"
    shown = f"{number:,}" if abs(number) < FAR else "that"
    return Verdict(False, f"Not {shown}: the number of {unit} is {direction}.")


def choose(answer: object, choice: Choice) -> Verdict:
    """Compare a reader's choice with what a run gave. The right one is not named."""
    *most, last = map(str, choice.true)
    numbers = f"{', '.join(most)} or {last}"
    if answer is None:
        return box.choice(no_answer_yet(numbers).text, choice)
    number = _as_int(answer)
    if number is None or number != answer or number not in choice.true:
        text = _nearly_a_number(answer, number)
        return Verdict(False, text or f"{_shown(answer)} is none of the numbers: choose {numbers}.")
    if choice.true[number]:
        return Verdict(True, f"Right: {number} is what the run shows.")
    return Verdict(False, f"Not {number}. {choice.exercise.near[number]}")


def grade(
    answer: object,
    judge: Callable[[object], Verdict],
    exercise: Exercise,
    wanted: str,
    unit: str = "",
    recorded: object = None,
) -> Verdict:
    """What `judge` says of a reader's line of Python; on None it must have a verdict too.

    In the page the same function judges (`grading`), with what was `recorded` where its own runs
    would take too long. `wanted` says what the line is to give; with a `unit` that is a number.
    """
    said = judge(answer)
    return said if answer is not None else box.python(said.text, exercise, wanted, unit, recorded)


def _as_int(answer: object) -> int | None:
    """A finite real number without its fraction; None for all else, True and False among it."""
    if isinstance(answer, bool) or not isinstance(answer, Real | Decimal):
        return None
    real: Any = answer  # to the type checker, a Real has no int
    try:
        return int(real)
    except (ValueError, OverflowError):  # not a number, or infinite
        return None


def _nearly_a_number(answer: object, number: int | None) -> str | None:
    """What to do about an answer that is nearly a whole number; None if it is far from one."""
    if isinstance(answer, str) and DIGITS.fullmatch(answer):
        return f"{_shown(answer)} is text: write the number without quotes."
    if number is not None and number != answer:
        return f"{_shown(answer)} is not a whole number: round it as the question asks."
    return None


def _shown(answer: object) -> str:
    """The answer as Python writes it, cut after 60 characters."""
    try:
        return f"{answer!r:.60}"
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "That"
