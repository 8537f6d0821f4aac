"""What the page asks Python: one question as JSON text, one answer as JSON text."""

import json
from typing import Any

from leaklab.labs.recorded import runs_of
from leaklab.labs.settings import LabPlan, Setting


def answer(text: str) -> str:
    """Answer `{"tag": ..., "plan": {...}, "question": {...}}` with `{"runs": [...]}`.

    What cannot be asked is answered with `{"error": ...}`, one line that says why.
    """
    asked = json.loads(text)
    try:
        return json.dumps(_answers[asked["tag"]](asked["plan"], asked["question"]))
    except (ValueError, TypeError) as error:
        return json.dumps({"error": str(error)})


def _leak_lab(plan: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in plan.items()
    }
    lab = LabPlan(**fields)
    return {"runs": runs_of(lab.scenario(Setting(**question)), lab.handlers)}


_answers = {"leak-lab": _leak_lab}
