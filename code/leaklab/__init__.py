"""leaklab: a trio API server faithful to the Kubernetes timeout filter, to run, break and fix.

Here is what readers name. It is looked up when it is asked for: a short run should start at
once, and pytest, which imports the plugin in `leaklab.tasks` at its start, should load neither
trio nor the server.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

HOMES = {  # name: the module that has it, or that it is
    "Fixed": "leaklab.simulation.latency",
    "Link": "leaklab.simulation.latency",
    "LogNormal": "leaklab.simulation.latency",
    "Outcomes": "leaklab.simulation.run",
    "Platform": "leaklab.simulation.scenario",
    "Run": "leaklab.simulation.run",
    "Sample": "leaklab.simulation.run",
    "Scenario": "leaklab.simulation.scenario",
    "TimeoutFilter": "leaklab.apiserver.handlers.base",
    "Uniform": "leaklab.simulation.latency",
    "figures": "leaklab.book.figures",
    "handlers": "leaklab.apiserver.handlers",
    "profile": "leaklab.tasks.profile",
    "simulate": "leaklab.simulation.simulate",
}
__all__ = sorted(HOMES)

if TYPE_CHECKING:
    from leaklab.apiserver import handlers as handlers
    from leaklab.apiserver.handlers.base import TimeoutFilter as TimeoutFilter
    from leaklab.book import figures as figures
    from leaklab.simulation.latency import Fixed as Fixed
    from leaklab.simulation.latency import Link as Link
    from leaklab.simulation.latency import LogNormal as LogNormal
    from leaklab.simulation.latency import Uniform as Uniform
    from leaklab.simulation.run import Outcomes as Outcomes
    from leaklab.simulation.run import Run as Run
    from leaklab.simulation.run import Sample as Sample
    from leaklab.simulation.scenario import Platform as Platform
    from leaklab.simulation.scenario import Scenario as Scenario
    from leaklab.simulation.simulate import simulate as simulate
    from leaklab.tasks import profile as profile
else:

    def __getattr__(name: str) -> Any:
        if name not in HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(HOMES[name])
        return getattr(module, name, module)  # figures, handlers, profile: the module itself
