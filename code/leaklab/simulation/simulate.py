"""`simulate(scenario, handler) -> Run`: the whole server under virtual time, once."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import trio

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.simulation.main_task import MainTask, Stop, plain_errors, resolve
from leaklab.simulation.run import Run
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import WEEK_S, check_number
from leaklab.tasks.clock import VirtualClock, rare_gc
from leaklab.tasks.trio_internals import SeededTies

Probe = Stop
PROGRESS_STEPS = 200


def simulate(
    scenario: Scenario,
    handler: str | type[TimeoutFilter] = "k8s-1.12",
    *,
    sample_times_s: Iterable[float] | None = None,
    probe: Probe | None = None,
    progress: Callable[[float], None] | None = None,
    instruments: Iterable[trio.abc.Instrument] = (),
    clock: trio.abc.Clock | None = None,
) -> Run:
    """Run `scenario` through `handler`, a name from `handlers.NAMES` or a class of your own.

    The run ends at the scenario's horizon, whatever still lives then. The same arguments give
    the same Run, bit for bit. `sample_times_s` (rising) replaces the regular samples;
    `probe=(t_s, function)` calls the function inside the run at that virtual time, when all
    tasks have settled; `progress` is told the share that is done, 0 to 1, now and then; `clock`
    replaces the virtual clock, without which there are neither samples nor a peak.

    Raises ValueError for an unknown handler or a probe outside the run.
    """
    if not isinstance(scenario, Scenario):
        raise ValueError(f"scenario = {scenario!r} must be a Scenario; it comes before the handler")
    name, handler_class = resolve(handler)
    if probe is not None:
        check_number("probe time", probe[0], "s", 0, scenario.horizon_s, zero_ok=True)
    times_s = _regular(scenario) if sample_times_s is None else _rising(sample_times_s)
    task = MainTask(
        scenario,
        handler_class,
        times_s if clock is None else (),
        until_s=scenario.horizon_s,
        stops=_stops(scenario, probe, progress),
    )
    with SeededTies(scenario.seed), rare_gc(), plain_errors():
        trio.run(
            task.main,
            clock=clock or VirtualClock(task.census.before_jump),
            instruments=list(instruments),
        )
    return Run(
        scenario=scenario,
        handler=name,
        outcomes=task.outcomes,
        tasks_left=task.tasks_left,
        tasks_peak=task.census.peak,
        samples=tuple(task.census.samples),
        pulls=task.platform.freeze() if task.platform else None,
        crash=task.crash,
        first_cut=task.first_cut,
        seen=task.seen,
        first_report=task.first_report,
    )


def _rising(times_s: Iterable[float]) -> list[float]:
    """The times as a list; ValueError unless they are numbers that never fall."""
    try:
        times = [check_number("sample time", t_s, "s", 0, WEEK_S, zero_ok=True) for t_s in times_s]
    except TypeError:
        raise ValueError(f"sample_times_s = {times_s!r} must be a list of times in s") from None
    if times != sorted(times):
        raise ValueError("sample_times_s must rise from time to time")
    return times


def _regular(scenario: Scenario) -> Iterable[float]:
    count = int(scenario.horizon_s / scenario.step_s + 1e-9) + 1
    return (index * scenario.step_s for index in range(count))


def _stops(
    scenario: Scenario, probe: Probe | None, progress: Callable[[float], None] | None
) -> Iterator[Stop]:
    if probe is not None:
        yield probe
    if progress is not None:
        for step in range(1, PROGRESS_STEPS):
            share = step / PROGRESS_STEPS
            yield share * scenario.horizon_s, partial(progress, share)
