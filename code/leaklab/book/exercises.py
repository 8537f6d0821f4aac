"""All chapters. Checks for exercises: the truth is worked out by running it, not stored here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

DIGITS = re.compile(r"\s*[-+]?\d[\d,_ ]*(\.\d*)?\s*")
FAR = 10**15  # a number from here on is not repeated to the reader


@dataclass(frozen=True)
class Verdict:
    """Whether what was checked is right, and the text for the reader, which a notebook shows."""

    right: bool
    text: str

    def __repr__(self) -> str:
        return self.text


def no_answer_yet(wanted: str) -> Verdict:
    """The verdict on None, which stands in the cell before the reader's answer."""
    return Verdict(False, f"No answer yet: set answer to {wanted}, then run the cell.")


def check(answer: object, truth: int, unit: str = "tasks") -> Verdict:
    """Compare a reader's number with what a run gave: higher or lower, never the number."""
    if answer is None:
        return no_answer_yet(f"a whole number of {unit}")
    number = _as_int(answer)
    if number is None or number != answer:
        text = _nearly_a_number(answer, number)
        return Verdict(False, text or f"{_shown(answer)} is not a whole number of {unit}.")
    if number == truth:
        return Verdict(True, f"Right: {truth:,} {unit if truth != 1 else unit.removesuffix('s')}.")
    direction = "higher" if truth > number else "lower"
    shown = f"{number:,}" if abs(number) < FAR else "that"
    return Verdict(False, f"Not {shown}: the number of {unit} is {direction}.")


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


def choose(answer: object, true: Mapping[int, bool]) -> Verdict:
    """Compare a reader's choice with what a run gave: `true` says of each number if it holds.

    A wrong choice is called wrong, and the right one is not named.
    """
    *most, last = map(str, true)
    numbers = f"{', '.join(most)} or {last}"
    if answer is None:
        return no_answer_yet(numbers)
    number = _as_int(answer)
    if number is None or number != answer or number not in true:
        text = _nearly_a_number(answer, number)
        return Verdict(False, text or f"{_shown(answer)} is none of the numbers: choose {numbers}.")
    if true[number]:
        return Verdict(True, f"Right: {number} is what the run shows.")
    return Verdict(False, f"Not {number}: the run shows something else.")
