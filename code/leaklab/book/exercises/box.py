"""All chapters. The box that takes an answer in a page, as an element with what it needs inside.

What a page needs to check a number or a choice comes from the very run that the notebook's check
made: digests of what is right, of the slips, and of the truth's leading bits, which tell higher
from lower. js/src/reader/answer-box reads it; the words in it are turned (`spoiler`).
"""

import hashlib
import html
import json
from collections.abc import Mapping
from typing import Any

from leaklab.book.exercises.spoiler import turned
from leaklab.book.exercises.verdict import Choice, Exercise, Unanswered

LIMIT = 9_999_999  # the largest number that a box takes
BITS = LIMIT.bit_length()
LONG, SHORT = 12, 8  # hexadecimal digits kept of a digest: of a number's, of leading bits'


def number(text: str, exercise: Exercise, truth: int, unit: str) -> Unanswered:
    """The box for a number, whose truth is `truth`. ValueError when no box could take it."""
    if not 0 <= truth <= LIMIT:
        raise ValueError(f"{exercise.id}: {truth:,} {unit} is not between 0 and {LIMIT:,}")
    bits = f"{truth:0{BITS}b}"
    leading = [f"b{bits[:length]}" for length in range(1, BITS)]
    known = {
        "unit": unit,
        "limit": LIMIT,
        "right": digest(exercise.id, truth)[:LONG],
        "bits": "".join(digest(exercise.id, each)[:SHORT] for each in leading),
        "near": near(exercise),
    }
    return _box(text, exercise, "number", known)


def choice(text: str, asked: Choice) -> Unanswered:
    """The box for a choice. ValueError unless one is right, and each wrong one has a sentence."""
    right = [number for number, holds in asked.true.items() if holds]
    if len(right) != 1 or asked.exercise.near.keys() != asked.true.keys() - {*right}:
        raise ValueError(f"{asked.exercise.id}: right is {right}, and the others need a sentence")
    known = {
        "choices": list(asked.true),
        "right": digest(asked.exercise.id, right[0])[:LONG],
        "near": near(asked.exercise),
    }
    return _box(text, asked.exercise, "choice", known)


def python(
    text: str, exercise: Exercise, wanted: str, unit: str = "", recorded: object = None
) -> Unanswered:
    """The box for a line of Python, which the page's own engine checks (`grading`).

    `wanted` says what the line is to give; with a `unit` it is a number. What was `recorded` is
    handed to its judge.
    """
    known = {"wanted": wanted, "unit": unit, "recorded": recorded}
    return _box(text, exercise, "python", known)


def near(exercise: Exercise) -> list[list[str]]:
    """Each slip as a digest and its sentence, in the order of the digests."""
    return sorted(
        [digest(exercise.id, slip)[:LONG], turned(sentence)]
        for slip, sentence in exercise.near.items()
    )


def digest(salt: str, what: int | str) -> str:
    """A salted digest, so that one exercise's numbers tell nothing of another's."""
    return hashlib.sha256(f"{salt}={what}".encode()).hexdigest()


def _box(text: str, exercise: Exercise, kind: str, known: Mapping[str, Any]) -> Unanswered:
    own = {
        "id": exercise.id,
        "title": exercise.title,
        "kind": kind,
        **known,
        "hints": [turned(hint) for hint in exercise.hints],
    }
    data = json.dumps(own, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    name = exercise.id.rpartition("/")[2]
    return Unanswered(
        text,
        f'<answer-box id="exercise-{name}"><script type="application/json">{data}</script>'
        f"<p>{html.escape(text, quote=False)}</p></answer-box>",
    )
