"""The labs: elements whose knobs turn in the page, in a notebook, and live.

The widgets are looked up late: in a reader's browser this package runs without anywidget.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leaklab.labs.incident_replay import IncidentReplay
    from leaklab.labs.leak_lab import LeakLab

WIDGETS = {"IncidentReplay": "incident_replay", "LeakLab": "leak_lab"}

__all__ = ["IncidentReplay", "LeakLab"]


def __getattr__(name: str) -> Any:
    if name not in WIDGETS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{WIDGETS[name]}"), name)
