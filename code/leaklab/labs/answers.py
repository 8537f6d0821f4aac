"""One place where every engine gets a lab's answers: the kernel, the page, and the recordings.

A lab's own module gives `answer(plan, question)`: both are plain values, as JSON has them, and so
is the result. Nothing here imports a widget: this module also runs in a reader's browser.
"""

import importlib
import json
from typing import Any

MODULES = {
    "incident-replay": "leaklab.labs.incident",
    "leak-lab": "leaklab.labs.recorded",
}


def answer(tag: str, plan: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    """What the lab `tag`, planned as `plan`, answers to `question`; {"error": why} for a slip."""
    try:
        module = importlib.import_module(MODULES[tag])
        result: dict[str, Any] = module.answer(plan, question)
    except (ValueError, TypeError) as error:
        return {"error": str(error)}
    return result


def answer_text(asked: str) -> str:
    """The same from JSON text to JSON text: an object with `tag`, `plan` and `question`."""
    values = json.loads(asked)
    given = answer(values["tag"], values["plan"], values["question"])
    return json.dumps(given, separators=(",", ":"))
