"""Chapter 12. What an outsider can see of a server: runs, stacks, what grew."""

import re
from collections.abc import Callable, Iterable

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.simulation.profile_at import profile_at
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate
from leaklab.tasks import profile
from leaklab.tasks.profile.diff import Change, difference

Server = type[TimeoutFilter]


def run_with_latency(server: Server, latency_s: float, **fields: object) -> Run:
    """A run in which every request takes `latency_s` seconds. `fields` are the Scenario's."""
    scenario: Callable[..., Scenario] = Scenario
    return simulate(scenario(plans=f"{latency_s}:write", **fields), server)


def smallest(latencies_s: Iterable[float], found: Callable[[float], bool]) -> float:
    """The first latency, in s, of which `found` is true. ValueError if there is none."""
    for latency_s in latencies_s:
        if found(latency_s):
            return latency_s
    raise ValueError("none of these latencies does it")


def falls_to_zero_s(run: Run) -> float:
    """When the last task had ended, by the run's samples, in s. ValueError if one is left."""
    if run.tasks_left:
        raise ValueError(f"{run.tasks_left} tasks are left at the end")
    busy = [sample.t_s for sample in run.samples if sample.tasks]
    return next((sample.t_s for sample in run.samples if sample.t_s > max(busy, default=-1)), 0.0)


def stacks(server: Server, scenario: Scenario, t_s: float) -> list[profile.TaskStack]:
    """The stacks of all tasks of the server at `t_s` seconds of a run."""
    return profile_at(scenario, server, t_s)


def narrow(debug1: str) -> str:
    """A `debug=1` text, or a difference, for a narrow page: without addresses and folders."""
    lines = []
    for line in debug1.strip().splitlines():
        if found := re.match(r"#\t\S+\t(\S+)\+0x\w+\t(?:.*/)?(\S+)$", line):
            function = re.sub(r".*<locals>\.|.*\.(?=\w+\.\w+$)", "", found[1])
            lines.append(f"#  {function}  {found[2]}")
        else:
            lines.append(line.partition(" @ ")[0] + (" @ ..." if " @ " in line else ""))
    return "\n".join(lines)


def growth(server: Server, scenario: Scenario, from_s: float, to_s: float) -> list[Change]:
    """What changed between two moments of a run, in seconds."""
    before, after = (stacks(server, scenario, t_s) for t_s in (from_s, to_s))
    return difference(before, after)
