"""The labs: elements whose knobs turn in the page, in a notebook, and live.

What is named here is looked up when it is asked for: in a reader's browser this package runs
without anywidget, which the elements need.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

HOMES = {  # name: the module that has it
    "Goal": "leaklab.labs.leak_lab.goals",
    "IncidentPlan": "leaklab.labs.incident_replay.plan",
    "IncidentReplay": "leaklab.labs.incident_replay.widget",
    "IncidentSetting": "leaklab.labs.incident_replay.plan",
    "LabPlan": "leaklab.labs.leak_lab.plan",
    "LabSetting": "leaklab.labs.leak_lab.plan",
    "LeakLab": "leaklab.labs.leak_lab.widget",
    "LimitsLab": "leaklab.labs.limits_lab.widget",
    "LimitsPlan": "leaklab.labs.limits_lab.plan",
    "ProfilePlan": "leaklab.labs.task_profile.plan",
    "RequestStory": "leaklab.labs.request_story.widget",
    "SendRequest": "leaklab.labs.send_request.element",
    "StoryPlan": "leaklab.labs.request_story.plan",
    "StorySetting": "leaklab.labs.request_story.plan",
    "TaskProfile": "leaklab.labs.task_profile.widget",
    "left": "leaklab.labs.incident_replay.record",
    "lives": "leaklab.labs.incident_replay.record",
    "story_text": "leaklab.labs.request_story.text",
    "take_profile": "leaklab.labs.task_profile.record",
    "time_of_day": "leaklab.labs.incident_replay.words",
}
__all__ = sorted(HOMES)

if TYPE_CHECKING:
    from leaklab.labs.incident_replay.plan import IncidentPlan as IncidentPlan
    from leaklab.labs.incident_replay.plan import IncidentSetting as IncidentSetting
    from leaklab.labs.incident_replay.record import left as left
    from leaklab.labs.incident_replay.record import lives as lives
    from leaklab.labs.incident_replay.widget import IncidentReplay as IncidentReplay
    from leaklab.labs.incident_replay.words import time_of_day as time_of_day
    from leaklab.labs.leak_lab.goals import Goal as Goal
    from leaklab.labs.leak_lab.plan import LabPlan as LabPlan
    from leaklab.labs.leak_lab.plan import LabSetting as LabSetting
    from leaklab.labs.leak_lab.widget import LeakLab as LeakLab
    from leaklab.labs.limits_lab.plan import LimitsPlan as LimitsPlan
    from leaklab.labs.limits_lab.widget import LimitsLab as LimitsLab
    from leaklab.labs.request_story.plan import StoryPlan as StoryPlan
    from leaklab.labs.request_story.plan import StorySetting as StorySetting
    from leaklab.labs.request_story.text import story_text as story_text
    from leaklab.labs.request_story.widget import RequestStory as RequestStory
    from leaklab.labs.send_request.element import SendRequest as SendRequest
    from leaklab.labs.task_profile.plan import ProfilePlan as ProfilePlan
    from leaklab.labs.task_profile.record import take_profile as take_profile
    from leaklab.labs.task_profile.widget import TaskProfile as TaskProfile
else:

    def __getattr__(name: str) -> Any:
        if name not in HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
