"""Chapters 4 to 8. Several runs at once, named, to lay them side by side in tables and figures."""

from collections.abc import Iterable, Mapping

from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate


def by_handler(names: Iterable[str], scenario: Scenario) -> dict[str, Run]:
    """One scenario through several handlers. ValueError for unknown names."""
    return {name: simulate(scenario, name) for name in names}


def by_scenario(scenarios: Mapping[str, Scenario], handler: str) -> dict[str, Run]:
    """Several scenarios, each under its title, through one handler."""
    return {title: simulate(scenario, handler) for title, scenario in scenarios.items()}


def counts_at(
    runs: Mapping[str, Run], times_s: Iterable[float], role: str = "tasks"
) -> dict[str, dict[str, int]]:
    """How many tasks of `role` (a column of the samples) each run counted at each time, in s.

    ValueError for a time outside of a run.
    """
    times = list(times_s)
    return {
        title: {f"at {t_s:g} s": getattr(run.at(t_s), role) for t_s in times}
        for title, run in runs.items()
    }


def roles_at(runs: Mapping[str, Run], t_s: float) -> dict[str, dict[str, int]]:
    """How many tasks of each role each run counted at `t_s`, in s, and how many in all."""
    return {
        title: {name: count for name, count in run.at(t_s)._asdict().items() if name != "t_s"}
        for title, run in runs.items()
    }


def grid_at(
    names: Iterable[str], scenarios: Mapping[str, Scenario], t_s: float
) -> dict[str, dict[str, int]]:
    """All tasks at `t_s`, in s, for each handler (a row) under each scenario (a column)."""
    return {
        name: {title: run.at(t_s).tasks for title, run in by_scenario(scenarios, name).items()}
        for name in names
    }
