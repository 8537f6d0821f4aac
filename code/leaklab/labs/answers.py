"""One place where every engine gets a lab's answers: the kernel, the page, and the recordings.

A lab's own module gives `answer(plan, question)`: both are plain values, as JSON has them, and so
is the result. Nothing here imports a widget: this module also runs in a reader's browser.
"""

import importlib
from typing import Any

MODULES = {
    "code-bench": "leaklab.book.code_bench.answers",  # no lab: the book's, known by its name alone
    "incident-replay": "leaklab.labs.incident_replay.record",
    "leak-lab": "leaklab.labs.leak_lab.record",
    "limits-lab": "leaklab.labs.limits_lab.record",
    "request-story": "leaklab.labs.request_story.record",
    "task-profile": "leaklab.labs.task_profile.record",
}


def answer(tag: str, plan: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    """What the lab `tag`, planned as `plan`, answers to `question`, or {"error": what is wrong}."""
    try:
        module = importlib.import_module(MODULES[tag])
        result: dict[str, Any] = module.answer(plan, question)
    except (ValueError, TypeError) as error:
        return {"error": str(error)}
    return result
