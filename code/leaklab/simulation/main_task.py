"""The main task of a run, simulated or live: the server's nursery, its traffic, its end.

`simulate` enters by `trio.run` and goes to the horizon in one go; a live server is a guest run,
stretch by stretch. One guest run for both was tried: stepping trio from outside costs 7 to 15 %
more for each request, so they are started in two ways, and share this.
"""

import contextlib
import inspect
import math
import random
from collections.abc import Callable, Iterable, Iterator

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.golike import Panic
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.simulation.census import Census
from leaklab.simulation.run import Crash, Outcomes, Seen
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import WORK_S, Server
from leaklab.simulation.traffic import OpenLoop, PlatformClient, plan_chooser, timeout_query
from leaklab.tasks.clock import SAME_INSTANT_S
from leaklab.tasks.profile.frames import code_of

# Work ends whole nanoseconds after the event that caused it, and what lies within 10 ns is one
# instant. Half a nanosecond later no work can end: whoever looks then finds all tasks settled.
SETTLED_S = SAME_INSTANT_S + WORK_S / 2

Stop = tuple[float, Callable[[], None]]


class MainTask:
    """A server under the scenario's traffic, up to `until_s` (virtual s; endless, if infinite).

    `main` is the run's root task. On its way it makes the `stops`: at each time, when all tasks
    have settled, it calls the function. The rest tells what is known: `outcomes`, what clients have
    `seen`, `first_cut`, `first_report`, `crash` and the `platform` at any moment, `tasks_left` when
    the end has come.
    """

    def __init__(
        self,
        scenario: Scenario,
        handler: type[TimeoutFilter],
        sample_times_s: Iterable[float],
        *,
        until_s: float,
        stops: Iterable[Stop] = (),
    ) -> None:
        self.scenario = scenario
        self.handler = handler
        self.census = Census(sample_times_s, own=map(code_of, OWN))
        self.until_s = until_s
        self.stops = sorted([(until_s, _nothing), *stops], key=lambda stop: stop[0])
        self.outcomes = Outcomes()
        self.seen = Seen()
        self.first_cut: str | None = None
        self.first_report: str | None = None
        self.tasks_left = 0
        self.crash: Crash | None = None
        self.platform: PlatformClient | None = None
        self._server: Server | None = None
        self._loop: OpenLoop | None = None
        self._chance = random.Random(f"latency {scenario.seed}")

    async def main(self) -> None:
        """Open the server's nursery, let traffic in, look, and at the end cut it all off."""
        try:
            async with trio.open_nursery() as nursery:
                with self.census.counting():
                    self._open(nursery)
                    try:
                        await self._wait_for_the_end()
                    finally:
                        self.look()
                nursery.cancel_scope.cancel()
        except* Panic as unrecovered:  # Go: the process dies; nothing of it is left
            self.crash = Crash(round(trio.current_time(), 9), f"panic: {first_of(unrecovered)}")

    def _open(self, nursery: trio.Nursery) -> None:
        scenario = self.scenario
        self._server = server = Server(
            self.handler,
            nursery,
            timeout_s=scenario.timeout_s,
            max_in_flight=scenario.max_in_flight,
            honours_cancel=scenario.honours_cancel,
            http_version=scenario.http_version,
            report_gap_s=scenario.report_gap_s,
            census=self.census,
        )
        choose = plan_chooser(scenario, self._chance)
        endless = self.until_s == math.inf
        self._loop = OpenLoop(server, scenario, choose, nursery, endless=endless)
        nursery.start_soon(self._loop.run)
        if scenario.platform is not None:
            query = timeout_query(scenario)
            self.platform = PlatformClient(scenario.platform, server, choose, nursery, query)
            nursery.start_soon(self.platform.pull_on_timer, self.until_s)

    async def _wait_for_the_end(self) -> None:
        for t_s, look in self.stops:
            await trio.sleep_until(t_s + SETTLED_S)
            look()
        self.census.finish(self.until_s)
        self.tasks_left = self.census.tasks

    def look(self) -> None:
        """Bring `outcomes`, `seen`, `first_cut` and `first_report` up to this moment."""
        if self._server is not None and self.crash is None:
            self.outcomes, self.seen = self._server.outcomes(), self._server.seen()
            self.first_cut = self._server.first_cut
            self.first_report = self._server.first_report

    def turn(self, scenario: Scenario) -> None:
        """Ask this of the requests that arrive from now on. To be called between two steps.

        ValueError for a turn of what cannot be: see `FIXED`.
        """
        for name in FIXED:
            if getattr(scenario, name) != getattr(self.scenario, name):
                raise ValueError(f"{name} cannot be turned while the server runs")
        self.scenario = scenario
        if self._server is None or self._loop is None:
            return
        choose = plan_chooser(scenario, self._chance)
        self._server.set_timeout(scenario.timeout_s)
        self._loop.turn(scenario, choose)
        if self.platform is not None:
            self.platform.choose, self.platform.query = choose, timeout_query(scenario)


FIXED = (  # for as long as a server runs
    "platform",
    "max_in_flight",
    "honours_cancel",
    "http_version",
    "report_gap_s",
    "seed",
)
OWN: tuple[Callable[..., object], ...] = (  # the run's own tasks do not count
    MainTask.main,
    OpenLoop.run,
    OpenLoop.wait_for_answer,
    PlatformClient.pull_on_timer,
    PlatformClient.pull,
)


def resolve(handler: str | type[TimeoutFilter]) -> tuple[str, type[TimeoutFilter]]:
    """A handler's name and class. ValueError for what is neither a name nor a handler's class."""
    if isinstance(handler, str):
        return handler, handlers.find(handler)
    if not (isinstance(handler, type) and issubclass(handler, TimeoutFilter)):
        raise ValueError(f"handler = {handler!r} is neither a name nor a subclass of TimeoutFilter")
    if not inspect.iscoroutinefunction(handler.serve_http) or inspect.isabstract(handler):
        raise ValueError(f"handler = {handler.__name__} needs a method `async def serve_http`")
    return handler.__name__, handler


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """What goes wrong inside a nursery arrives in exception groups; let the first out bare."""
    try:
        yield
    except BaseExceptionGroup as group:
        if group.subgroup(KeyboardInterrupt) is not None:
            raise KeyboardInterrupt from None
        raise first_of(group) from None


def first_of(group: BaseException) -> BaseException:
    """The first exception in a group, however deep."""
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


def _nothing() -> None:
    pass
