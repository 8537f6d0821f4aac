"""A server that runs on while somebody turns its knobs: `simulate` without an end."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.golike import Panic
from leaklab.apiserver.plans import Plan, parse_plan
from leaklab.apiserver.response import Request
from leaklab.simulation.census import Census
from leaklab.simulation.run import Crash, Outcomes, Sample
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import Server
from leaklab.tasks.clock import SteppedClock, sleep_until
from leaklab.tasks.guest import GuestRun


@dataclass(frozen=True)
class Stretch:
    """What happened since the last look: samples, this moment's counts, totals so far."""

    samples: tuple[Sample, ...]
    now: Sample
    outcomes: Outcomes
    peak: int
    crash: Crash | None


class LiveServer:
    """One handler under an open load whose rate, plans and timeout can be turned at any moment.

    Give `advance` the virtual time to go to, in s; it returns a `Stretch`. `turn` changes what
    requests that arrive from now on are asked. Left alone, the counts are those of `simulate`
    with the same scenario at the same times. Call `close` in the end. Takes `rate_per_s`,
    `plans`, `timeout_s`, `every_s` and `seed` from the scenario; its arrivals are constant.

    Raises ValueError for an unknown handler.
    """

    def __init__(self, scenario: Scenario, handler: str) -> None:
        self.handler = handlers.find(handler)
        self.now_s = 0.0
        self._ask(scenario)
        every_s = scenario.step_s
        self._census = Census(index * every_s for index in count())
        self._clock = SteppedClock(self._census.before_jump)
        self._crash: Crash | None = None
        self._last = Outcomes()
        self._server: Server | None = None
        self._waiting = trio.CancelScope()
        self._guest = GuestRun(
            self._main, clock=self._clock, instruments=[self._census], seed=scenario.seed
        )

    def _ask(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._interval_s = 1 / scenario.rate_per_s
        self._plans: tuple[Plan, ...] = tuple(parse_plan(text) for text in scenario.plans)

    async def _main(self) -> None:
        try:
            async with trio.open_nursery() as nursery:
                self._server = Server(self._scenario, self.handler, self._census, nursery)
                self._census.open = True
                await self._open_loop(self._server)
        except* Panic as unrecovered:  # Go: the process dies; nothing of it is left
            first = next(_leaves(unrecovered))
            self._crash = Crash(round(trio.current_time(), 9), f"panic: {first}")

    async def _open_loop(self, server: Server) -> None:
        """Start a serving task for each arrival; a turned rate counts from the last arrival."""
        begun_s = 0.0  # since when the rate has been what it is
        since = 0  # arrivals since then
        interval_s = self._interval_s
        for index in count():
            while trio.current_time() < begun_s + since * interval_s:
                with trio.CancelScope() as self._waiting:
                    await sleep_until(begun_s + since * interval_s)
                if interval_s != self._interval_s:
                    begun_s += max(0, since - 1) * interval_s
                    since, interval_s = min(since, 1), self._interval_s
            plan = self._plans[index % len(self._plans)]
            request = Request(index, plan, self._scenario.verb)
            server.nursery.start_soon(server.serve_connection, request)
            since += 1

    def turn(self, scenario: Scenario) -> None:
        """Ask this of the requests that arrive from now on."""
        self._ask(scenario)
        if self._server is not None:
            self._server.set_timeout(scenario.timeout_s)
        self._guest.call(self._waiting.cancel)

    def advance(self, until_s: float, budget_s: float) -> Stretch:
        """Go on to `until_s`, or as far as `budget_s` seconds of real time reach."""
        reached = self._guest.advance(until_s, budget_s)
        self.now_s = max(self.now_s, until_s if reached else self._clock.now_s)
        census = self._census
        samples, census.samples = tuple(census.samples), []
        if self._guest.ended:
            now = Sample(self.now_s, 0, 0, 0, 0, 0)
        else:
            census.take_sample(self.now_s)
            now = census.samples.pop()
        if self._server is not None:
            self._last = self._server.tally.freeze()
        return Stretch(samples, now, self._last, max(census.peak, now.tasks), self._crash)

    def close(self) -> None:
        """End the server and every task of it."""
        self._guest.close()


def _leaves(group: BaseException) -> Iterator[BaseException]:
    if isinstance(group, BaseExceptionGroup):
        for each in group.exceptions:
            yield from _leaves(each)
    else:
        yield group
