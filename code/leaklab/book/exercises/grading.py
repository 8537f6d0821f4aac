"""Chapter 10. In the page: a reader's line of Python, judged by what judges it in the notebook.

A message is {"number": n, "grade": {"id": ..., "text": ..., "recorded": ...}} as JSON. What comes
back under its number: a step "line" before the line is evaluated, a step "runs" before it is
judged, so that the page can tell a line without an end from runs that take their time; then the
answer.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from leaklab.book.exercises.verdict import Verdict
from leaklab.book.never_again import evening, late_request

LONGEST = 1_000  # characters of a line; chosen
SHOWN = 200


class Judge(NamedTuple):
    """Who judges a line's value, with what was recorded for it.

    `takes_text`: what is no Python is taken as the text itself.
    """

    grade: Callable[[object, Any], Verdict]
    takes_text: bool


JUDGES = {
    "never_again/plan": Judge(lambda value, _: late_request.grade(value), takes_text=True),
    "never_again/hold": Judge(evening.grade_recorded, takes_text=False),
}


def value_of(text: str, takes_text: bool) -> object:
    """What a line of Python gives. ValueError says in one line why it gives nothing."""
    if len(text) > LONGEST:
        raise ValueError(f"A line has at most {LONGEST:,} characters; this one has {len(text):,}.")
    try:
        code = compile(text, "answer", "eval")
    except (SyntaxError, ValueError) as error:  # ValueError: a null character
        if takes_text:
            return text
        raise ValueError(f"Not a line of Python: {getattr(error, 'msg', error)}.") from None
    try:
        return eval(code, {})
    except Exception as error:  # whatever a reader's line may raise
        if takes_text and text.isidentifier():
            return text  # a word, and no name that Python knows
        words = f"{type(error).__name__}: {error}".split("\n")[0][:SHOWN]
        raise ValueError(f"The line stops with {words}.") from None


def judged(
    id: str, text: str, recorded: object = None, step: Callable[[str], object] = lambda _: None
) -> Verdict:
    """The verdict on the line `text` for the exercise `id`. KeyError for one that has no judge."""
    judge = JUDGES[id]
    step("line")
    try:
        value = value_of(text, judge.takes_text)
    except ValueError as error:
        return Verdict(False, str(error))
    step("runs")
    return judge.grade(value, recorded)


def hearing_text(post: Callable[[str], object]) -> Callable[[str], None]:
    """What the page calls with each message; `post` takes what comes of it."""

    def hear(text: str) -> None:
        message = json.loads(text)
        number, grade = message["number"], message["grade"]

        def step(name: str) -> None:
            post(json.dumps({"number": number, "step": name}))

        said = judged(grade["id"], grade["text"], grade["recorded"], step)
        answer = {"right": said.right, "text": said.text[:LONGEST]}
        post(json.dumps({"number": number, "answer": answer}))

    return hear
