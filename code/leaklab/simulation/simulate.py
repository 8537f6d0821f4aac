"""`simulate(scenario, handler) -> Run`: the whole server under virtual time, once."""

import contextlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.golike import Panic
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.checks import WEEK_S, check_number
from leaklab.simulation.census import SAME_INSTANT_S, Census
from leaklab.simulation.run import Crash, Outcomes, Run
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import Server
from leaklab.simulation.traffic import PlatformClient, open_loop, plan_chooser
from leaklab.tasks.clock import VirtualClock, rare_gc
from leaklab.tasks.profile.frames import code_of
from leaklab.tasks.trio_internals import SeededTies

Probe = tuple[float, Callable[[], None]]
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
    name, handler_class = _resolve(handler)
    if probe is not None:
        check_number("probe time", probe[0], "s", 0, scenario.horizon_s, zero_ok=True)
    times_s = _regular(scenario) if sample_times_s is None else _rising(sample_times_s)
    census = Census(times_s if clock is None else (), own=map(code_of, OWN))
    simulation = _Simulation(scenario, handler_class, census, probe, progress)
    with SeededTies(scenario.seed), rare_gc(), plain_errors():
        trio.run(
            simulation.main,
            clock=clock or VirtualClock(census.before_jump),
            instruments=[census, *instruments],
        )
    return Run(
        scenario=scenario,
        handler=name,
        outcomes=simulation.outcomes,
        tasks_left=simulation.tasks_left,
        tasks_peak=census.peak,
        samples=tuple(census.samples),
        pulls=simulation.platform.freeze() if simulation.platform else None,
        crash=simulation.crash,
        first_cut=simulation.first_cut,
    )


def _resolve(handler: str | type[TimeoutFilter]) -> tuple[str, type[TimeoutFilter]]:
    if isinstance(handler, str):
        return handler, handlers.find(handler)
    if not (isinstance(handler, type) and issubclass(handler, TimeoutFilter)):
        raise ValueError(f"handler = {handler!r} is neither a name nor a subclass of TimeoutFilter")
    if not inspect.iscoroutinefunction(handler.serve_http) or inspect.isabstract(handler):
        raise ValueError(f"handler = {handler.__name__} needs a method `async def serve_http`")
    return handler.__name__, handler


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


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """What goes wrong inside a nursery arrives in exception groups; let the first out bare."""
    try:
        yield
    except BaseExceptionGroup as group:
        if group.subgroup(KeyboardInterrupt) is not None:
            raise KeyboardInterrupt from None
        raise _first(group) from None


class _Simulation:
    """One run in progress: its root task, and what is known when it ends."""

    def __init__(
        self,
        scenario: Scenario,
        handler: type[TimeoutFilter],
        census: Census,
        probe: Probe | None,
        progress: Callable[[float], None] | None,
    ) -> None:
        self.scenario = scenario
        self.handler = handler
        self.census = census
        self.probe = probe
        self.progress = progress
        self.outcomes = Outcomes()
        self.tasks_left = 0
        self.platform: PlatformClient | None = None
        self.crash: Crash | None = None
        self.first_cut: str | None = None

    async def main(self) -> None:
        """Open the server's nursery, let traffic in, look, and at the horizon end it all."""
        try:
            async with trio.open_nursery() as nursery:
                server = Server(self.scenario, self.handler, self.census, nursery)
                self.census.open = True
                self._start_traffic(server)
                try:
                    await self._wait_for_horizon()
                    self.census.finish(self.scenario.horizon_s)
                    self.tasks_left = self.census.tasks
                finally:
                    self.outcomes, self.first_cut = server.tally.freeze(), server.first_cut
                nursery.cancel_scope.cancel()
        except* Panic as unrecovered:  # Go: the process dies; nothing of it is left
            self.crash = Crash(round(trio.current_time(), 9), f"panic: {_first(unrecovered)}")

    def _start_traffic(self, server: Server) -> None:
        scenario = self.scenario
        choose = plan_chooser(scenario)
        server.nursery.start_soon(open_loop, server, scenario, choose)
        if scenario.platform is not None:
            self.platform = PlatformClient(scenario.platform, server, choose)
            server.nursery.start_soon(self.platform.pull_on_timer, scenario.horizon_s)

    async def _wait_for_horizon(self) -> None:
        """Sleep to the end, with stops for the probe and for the progress report."""
        for t_s, look in sorted(self._stops(), key=lambda stop: stop[0]):
            await trio.sleep_until(t_s + SAME_INSTANT_S)
            look()

    def _stops(self) -> Iterator[Probe]:
        horizon_s = self.scenario.horizon_s
        yield horizon_s, lambda: None
        if self.probe is not None:
            yield self.probe
        if self.progress is not None:
            for step in range(1, PROGRESS_STEPS):
                share = step / PROGRESS_STEPS
                yield share * horizon_s, partial(self.progress, share)


def _first(group: BaseException) -> BaseException:
    """The first exception in a group, however deep."""
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


OWN: tuple[Callable[..., object], ...] = (  # the run's own tasks do not count
    _Simulation.main,
    open_loop,
    PlatformClient.pull_on_timer,
    PlatformClient.pull,
)
