"""One place where every engine gets a lab's answers: the kernel, the page, and the recordings.

A lab's own module gives `answer(plan, question)`: both are plain values, as JSON has them, and so
is the result. Nothing here imports a widget: this module also runs in a reader's browser.
"""

import importlib
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from leaklab.labs.leak_lab.live_frames import LiveLab, open_live

MODULES = {
    "incident-replay": "leaklab.labs.incident_replay.record",
    "leak-lab": "leaklab.labs.leak_lab.record",
    "request-story": "leaklab.labs.request_story.record",
    "task-profile": "leaklab.labs.task_profile.record",
}

_numbers = count(1)
_live: dict[int, LiveLab] = {}


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
    return _text(given)


def _text(values: dict[str, Any]) -> str:
    return json.dumps(values, separators=(",", ":"))


def open_live_text(asked: str, post: Callable[[str], object]) -> int:
    """Begin a live run: `plan`, `setting`, `pace` as JSON text. Its messages go to `post`, as text.

    Returns the run's number; -1 for a slip, after posting {"error": why}.
    """
    values = json.loads(asked)
    try:
        lab = open_live(values["plan"], values, lambda message: post(_text(message)))
    except (ValueError, TypeError) as error:
        post(_text({"error": str(error)}))
        return -1
    number = next(_numbers)
    _live[number] = lab
    return number


def tell_live_text(number: int, message: str) -> str:
    """Tell live run `number` what the page says; {"close": true} ends it. "" or {"error": why}."""
    lab = _live.get(number)
    if lab is None:  # it has ended; a message was still under way
        return ""
    values = json.loads(message)
    if "close" in values:
        _live.pop(number).close()
        return ""
    try:
        lab.tell(values)
    except (ValueError, TypeError) as error:
        return _text({"error": str(error)})
    return ""
