"""Who sends requests: an open-loop load, and an administrator platform with a timer.

Open loop means that requests come when they come, however busy the server is.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import trio

from leaklab.apiserver.plans import Plan, Step, parse_plan
from leaklab.apiserver.response import Request
from leaklab.simulation.run import Pulls
from leaklab.simulation.scenario import Platform, Scenario
from leaklab.simulation.server import Server
from leaklab.tasks.clock import sleep_until


def arrival_times(scenario: Scenario) -> Iterator[float]:
    """When the requests of the open-loop load arrive, in seconds, rising."""
    if scenario.rate_per_s == 0:
        return
    if scenario.arrivals == "constant":
        count = scenario.constant_arrivals
        yield from (index / scenario.rate_per_s for index in range(count))
        return
    rng = random.Random(f"arrivals {scenario.seed}")
    t_s = rng.expovariate(scenario.rate_per_s)
    while t_s < scenario.duration_s:
        yield t_s
        t_s += rng.expovariate(scenario.rate_per_s)


def plan_chooser(scenario: Scenario) -> Callable[[int, float], Plan]:
    """A function of a request's index and arrival time (s) that gives what its handler does."""
    plans = [parse_plan(text) for text in scenario.plans]
    rng = random.Random(f"latency {scenario.seed}")
    latency, link = scenario.latency, scenario.link

    def choose(index: int, t_s: float) -> Plan:
        if latency is not None:
            plan: Plan = (Step(latency.draw(rng), "write"),)
        elif scenario.select == "step":
            plan = plans[index >= scenario.step_index]
        else:
            plan = plans[index % len(plans)]
        if link is None:
            return plan
        line_s = link.latency_at(t_s)
        return tuple(step._replace(at_s=step.at_s + line_s) for step in plan)

    return choose


async def open_loop(
    server: Server, scenario: Scenario, choose: Callable[[int, float], Plan]
) -> None:
    """Start one serving task for each arrival, on time."""
    for index, t_s in enumerate(arrival_times(scenario)):
        if t_s > trio.current_time():
            await sleep_until(t_s)
        request = Request(index, choose(index, t_s), scenario.verb)
        server.nursery.start_soon(server.serve_connection, request)


@dataclass
class PlatformClient:
    """The administrator platform at work; its counters become the run's `Pulls`."""

    settings: Platform
    server: Server
    choose: Callable[[int, float], Plan]
    begun: int = 0
    answered: int = 0
    given_up: int = 0
    failed: int = 0
    retries: int = 0
    missed_s: list[float] = field(default_factory=list)

    async def pull_on_timer(self, until_s: float) -> None:
        """Begin a pull every `settings.every_s` seconds, whether or not the last one ended."""
        t_s = 0.0
        while t_s < until_s:
            await sleep_until(t_s)
            self.server.nursery.start_soon(self.pull, self.begun)
            self.begun += 1
            t_s = self.begun * self.settings.every_s

    async def pull(self, index: int) -> None:
        """One pull: page after page; it ends early when one of them stays without an answer."""
        for _ in range(self.settings.pages):
            if not await self._page(index):
                return
        self.answered += 1

    async def _page(self, index: int) -> bool:
        """Attempts until one is answered, which is True, or the retries are used up."""
        for attempt in range(1 + self.settings.retries):
            self.retries += attempt > 0
            if await self._list(index):
                return True
            self.missed_s.append(round(trio.current_time(), 9))
        return False

    async def _list(self, index: int) -> bool:
        """One attempt: True if a 200 came before the platform's own timeout."""
        request = Request(self.server.tally.started, self.choose(index, trio.current_time()))
        answered = trio.Event()
        self.server.nursery.start_soon(self.server.serve_connection, request, answered)
        with trio.move_on_after(self.settings.timeout_s):
            await answered.wait()
            self.failed += request.status != 200
            return request.status == 200
        request.context.cancel()
        self.given_up += 1
        return False

    def freeze(self) -> Pulls:
        """The counters of this moment."""
        return Pulls(
            self.begun,
            self.answered,
            self.given_up,
            self.failed,
            self.retries,
            tuple(self.missed_s),
        )
