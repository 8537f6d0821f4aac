"""All chapters. Exercises: their checks, which run the truth, and the box that answers in a page.

    exercises.check(answer, run.tasks_left, "tasks", exercises.one_request.mixed(scenario))

What one chapter's exercises are called, and which wrong answers teach something, is in a module
of the chapter's name. All is looked up when it is asked for: the page's own Python has the
verdicts, and no more of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

HOMES = {
    "Choice": "verdict",
    "Exercise": "verdict",
    "Verdict": "verdict",
    "check": "checks",
    "choose": "checks",
    "grade": "checks",
    "no_answer_yet": "verdict",
}
CHAPTERS = (
    "two_evenings",
    "evidence",
    "go_in_trio",
    "one_request",
    "nobody_is_coming",
    "a_reader_for_every_outcome",
    "where_it_came_from",
    "twice_the_tasks",
    "limits_and_clients",
    "never_again",
    "today",
    "your_turn",
)
__all__ = sorted(HOMES)

if TYPE_CHECKING:
    from leaklab.book.exercises.checks import check as check
    from leaklab.book.exercises.checks import choose as choose
    from leaklab.book.exercises.checks import grade as grade
    from leaklab.book.exercises.verdict import Choice as Choice
    from leaklab.book.exercises.verdict import Exercise as Exercise
    from leaklab.book.exercises.verdict import Verdict as Verdict
    from leaklab.book.exercises.verdict import no_answer_yet as no_answer_yet
else:

    def __getattr__(name: str) -> Any:
        if name in CHAPTERS:
            return import_module(f"{__name__}.{name}")
        if name not in HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
