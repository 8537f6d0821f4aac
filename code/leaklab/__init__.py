"""leaklab: a trio API server faithful to the Kubernetes timeout filter, to run, break and fix.

Here is what readers name. `figures`, `handlers`, `profile` and `TimeoutFilter` are looked up when
they are asked for: a short run should start at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from leaklab.simulation.latency import Fixed, Link, LogNormal, Uniform
from leaklab.simulation.run import Outcomes, Run, Sample
from leaklab.simulation.scenario import Platform, Scenario
from leaklab.simulation.simulate import simulate

if TYPE_CHECKING:
    from leaklab.apiserver import handlers
    from leaklab.apiserver.handlers.base import TimeoutFilter
    from leaklab.book import figures
    from leaklab.tasks import profile

__all__ = [
    "Fixed",
    "Link",
    "LogNormal",
    "Outcomes",
    "Platform",
    "Run",
    "Sample",
    "Scenario",
    "TimeoutFilter",
    "Uniform",
    "figures",
    "handlers",
    "profile",
    "simulate",
]

_LATE = {"figures": "book.figures", "handlers": "apiserver.handlers", "profile": "tasks.profile"}


def __getattr__(name: str) -> Any:
    if name == "TimeoutFilter":
        return import_module("leaklab.apiserver.handlers.base").TimeoutFilter
    if name in _LATE:
        return import_module(f"leaklab.{_LATE[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
