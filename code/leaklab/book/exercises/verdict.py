"""All chapters. What a check says, and what an exercise is besides its truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verdict:
    """Whether what was checked is right, and the text for the reader, which a notebook shows."""

    right: bool
    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Exercise:
    """An exercise besides its truth: `id` is "chapter/name", and no two have the same one.

    `hints` are two: where to look, then how to get there. `near` has a sentence for each wrong
    number that a known slip leads to, worked out by a run where there is one.
    """

    id: str
    title: str
    hints: tuple[str, str]
    near: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """An exercise with numbered answers: `true` says of each if the run shows it.

    A number that is wrong has a sentence in the exercise's `near`.
    """

    exercise: Exercise
    true: Mapping[int, bool]


class Unanswered(Verdict):
    """The verdict on None. A page shows it as a box that takes the answer, a terminal as text."""

    def __init__(self, text: str, html: str) -> None:
        super().__init__(False, text)
        object.__setattr__(self, "_html", html)

    def _repr_html_(self) -> str:
        return str(vars(self)["_html"])


def near(*misses: tuple[int, str]) -> dict[int, str]:
    """Wrong numbers with their sentences. ValueError when two of them are the same number."""
    found: dict[int, str] = {}
    for number, sentence in misses:
        if number in found:
            raise ValueError(f"two sentences for {number}: {found[number]} {sentence}")
        found[number] = sentence
    return found


def no_answer_yet(wanted: str) -> Verdict:
    """The verdict on None, which stands in the cell before the reader's answer."""
    return Verdict(False, f"No answer yet: set answer to {wanted}, then run the cell.")
