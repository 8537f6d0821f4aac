"""Checks for the book's exercises: the truth is worked out by running it, not stored here."""

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
