"""The profiles that the task profile lab's page holds, as a reader gets them."""

import base64
from typing import Any

from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.labs.task_profile.record import recorded

PLAN = ProfilePlan()


def shown(handler: str, moment_s: float) -> dict[str, Any]:
    """The recorded profile that the page shows there, with its tables."""
    data: Any = recorded(PLAN)
    taken = data["profiles"][
        PLAN.handlers.index(handler) * len(PLAN.moments_s) + PLAN.moments_s.index(moment_s)
    ]
    return {**taken, **{name: data[name] for name in ("frames", "lines", "protos")}}


def text(data: dict[str, Any], form: str) -> str:
    """One of its texts, `debug1` for one."""
    return "\n".join(data["lines"][place] for place in data[form])


def unpacked(data: dict[str, Any]) -> bytes:
    """The profile in pprof's form."""
    return base64.b64decode(data["protos"][data["proto"]])


def stack(data: dict[str, Any], places: list[int]) -> list[tuple[str, str, int]]:
    """The frames at these places: function, file, line."""
    return [tuple(data["frames"][place]) for place in places]
