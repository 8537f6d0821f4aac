"""Checks for the book's exercises: the truth is worked out by running it, not stored here."""

from collections.abc import Mapping
from numbers import Integral


class Verdict(str):
    """What a checked answer is told; a notebook shows it without quotes."""

    def __repr__(self) -> str:
        return str(self)


def check(answer: object, truth: int, unit: str = "tasks") -> Verdict:
    """Compare a reader's number with what a run gave: higher or lower, never the number."""
    if answer is None:
        return Verdict(f"No answer yet: set answer to a whole number of {unit}, then run the cell.")
    if isinstance(answer, bool) or not isinstance(answer, Integral):
        return Verdict(f"{answer!r:.60} is not a whole number of {unit}.")
    if answer == truth:
        return Verdict(f"Right: {truth:,} {unit if truth != 1 else unit.removesuffix('s')}.")
    return Verdict(f"Not {answer:,}: the number of {unit} is {_direction(answer, truth)}.")


def _direction(answer: Integral, truth: int) -> str:
    return "higher" if truth > int(answer) else "lower"


def choose(answer: object, true: Mapping[int, bool]) -> Verdict:
    """Compare a reader's choice with what a run gave: `true` says of each number if it holds.

    A wrong choice is called wrong, and the right one is not named.
    """
    *most, last = map(str, true)
    numbers = f"{', '.join(most)} or {last}"
    if answer is None:
        return Verdict(f"No answer yet: set answer to {numbers}, then run the cell.")
    if isinstance(answer, bool) or not isinstance(answer, Integral) or answer not in true:
        return Verdict(f"{answer!r:.60} is none of the numbers: choose {numbers}.")
    if true[int(answer)]:
        return Verdict(f"Right: {answer} is what the run shows.")
    return Verdict(f"Not {answer}: the run shows something else.")
