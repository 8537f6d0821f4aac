"""The labs: elements whose knobs turn in the page, in a notebook, and live.

The widgets are looked up late: in a reader's browser this package runs without anywidget.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leaklab.labs.incident_replay.widget import IncidentReplay
    from leaklab.labs.leak_lab.widget import LeakLab
    from leaklab.labs.request_story.widget import RequestStory
    from leaklab.labs.task_profile.widget import TaskProfile

WIDGETS = {
    "IncidentReplay": "incident_replay",
    "LeakLab": "leak_lab",
    "RequestStory": "request_story",
    "TaskProfile": "task_profile",
}

__all__ = ["IncidentReplay", "LeakLab", "RequestStory", "TaskProfile"]


def __getattr__(name: str) -> Any:
    if name not in WIDGETS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{WIDGETS[name]}.widget"), name)
