"""Who sends requests: an open-loop load, and an administrator platform with a timer.

Open loop means that requests come when they come, however busy the server is.
"""

import itertools
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice, takewhile

import trio

from leaklab.apiserver.golike import duration_text
from leaklab.apiserver.plans import Plan, Step, parse_plan
from leaklab.apiserver.response import Request
from leaklab.simulation.run import Pulls
from leaklab.simulation.scenario import Platform, Scenario
from leaklab.simulation.server import WORK_S, Server
from leaklab.tasks.clock import call_at_each, sleep_until

HANGUP_AFTER_S = WORK_S / 2  # at one instant timers come first, then hang-ups, then handlers' ends


def arrival_times(scenario: Scenario, *, endless: bool = False) -> Iterator[float]:
    """When the requests of the open-loop load arrive, in seconds, rising.

    They end at the scenario's `duration_s`, unless they are `endless`.
    """
    rate_per_s = scenario.rate_per_s
    if scenario.arrivals == "poisson" and rate_per_s:
        times = _at_random(rate_per_s, random.Random(f"arrivals {scenario.seed}"))
        return times if endless else takewhile(lambda t_s: t_s < scenario.duration_s, times)
    count = None if endless and rate_per_s else scenario.constant_arrivals
    return (index / rate_per_s for index in islice(itertools.count(), count))


def _at_random(rate_per_s: float, rng: random.Random, since_s: float = 0.0) -> Iterator[float]:
    t_s = since_s
    while True:
        t_s += rng.expovariate(rate_per_s)
        yield t_s


def plan_chooser(
    scenario: Scenario, rng: random.Random | None = None
) -> Callable[[int, float], Plan]:
    """A function of a request's index and arrival time (s) that gives what its handler does.

    Random latencies are drawn from `rng`; left out, from one that the scenario's seed begins.
    """
    plans = [parse_plan(text) for text in scenario.plans]
    chance = rng if rng is not None else random.Random(f"latency {scenario.seed}")
    latency, link = scenario.latency, scenario.link

    def choose(index: int, t_s: float) -> Plan:
        if latency is not None:
            plan: Plan = (Step(latency.draw(chance), "write"),)
        elif scenario.select == "step":
            plan = plans[index >= scenario.step_index]
        else:
            plan = plans[index % len(plans)]
        if link is None:
            return plan
        line_s = link.latency_at(t_s)
        return tuple(step._replace(at_s=step.at_s + line_s) for step in plan)

    return choose


def timeout_query(scenario: Scenario) -> str | None:
    """The `?timeout=` of each request, as Go's client writes it."""
    asked_s = scenario.client_timeout_s
    return None if asked_s is None else duration_text(asked_s)


class OpenLoop:
    """The open-loop load of one server: one serving task for each arrival, on time.

    `choose` is a `plan_chooser`. `turn` changes what requests that arrive later are asked, and how
    often they come. An `endless` load goes on beyond the scenario's `duration_s`. `nursery` owns
    the clients, where they hang up.
    """

    def __init__(
        self,
        server: Server,
        scenario: Scenario,
        choose: Callable[[int, float], Plan],
        nursery: trio.Nursery,
        *,
        endless: bool = False,
    ) -> None:
        self._server = server
        self._scenario = scenario
        self._choose = choose
        self._query = timeout_query(scenario)
        self._nursery = nursery
        self._endless = endless
        self._times = arrival_times(scenario, endless=endless)
        self._count = 0  # requests that have arrived
        self._last_s = -math.inf  # when the last of them did
        self._turns = trio.CancelScope()

    async def run(self) -> None:
        """Start the serving tasks, until all requests have arrived."""
        turned = True
        while turned:
            with trio.CancelScope() as self._turns:
                await call_at_each(self._times, self._send)
                if self._endless:  # at rate 0, which may be turned up
                    await trio.sleep_forever()
            turned = self._turns.cancelled_caught

    def _send(self, t_s: float) -> None:
        scenario, plan = self._scenario, self._choose(self._count, t_s)
        request = Request(self._count, plan, scenario.verb, timeout=self._query)
        answered: trio.Event | None = None
        if scenario.client_hangup_s is not None:
            answered = trio.Event()
            until_s = t_s + scenario.client_hangup_s
            self._nursery.start_soon(self.wait_for_answer, request, answered, until_s)
        self._server.accept(request, answered)
        self._count += 1
        self._last_s = t_s

    async def wait_for_answer(self, request: Request, answered: trio.Event, until_s: float) -> None:
        """The client of one request: it waits for the answer until `until_s`, then hangs up."""
        with trio.move_on_at(until_s + HANGUP_AFTER_S):
            await answered.wait()
            return
        self._server.hang_up(request)

    def turn(self, scenario: Scenario, choose: Callable[[int, float], Plan]) -> None:
        """Follow this scenario from now on.

        A turned constant rate counts from the last arrival; what it would have sent before now is
        not made up for. Random arrivals have no memory, so theirs counts from now.
        """
        old, self._scenario, self._choose = self._scenario, scenario, choose
        self._query = timeout_query(scenario)
        if (old.rate_per_s, old.arrivals) == (scenario.rate_per_s, scenario.arrivals):
            return
        rate_per_s, now_s = scenario.rate_per_s, trio.current_time()
        if rate_per_s == 0:
            self._times = iter(())
        elif scenario.arrivals == "poisson":
            rng = random.Random(f"arrivals {scenario.seed} {self._count}")
            self._times = _at_random(rate_per_s, rng, now_s)
        else:
            next_s = max(now_s, self._last_s + 1 / rate_per_s)
            self._times = (next_s + index / rate_per_s for index in itertools.count())
        self._turns.cancel()


class PlatformClient:
    """The administrator platform at work; its counts become the run's `Pulls`."""

    def __init__(
        self,
        settings: Platform,
        server: Server,
        choose: Callable[[int, float], Plan],
        nursery: trio.Nursery,
        query: str | None = None,
    ) -> None:
        self.settings = settings
        self.server = server
        self.choose = choose
        self.nursery = nursery
        self.query = query  # its lists' `?timeout=`
        self.begun = 0
        self.seen: Counter[str] = Counter()  # by the names of `Pulls`
        self.missed_s: list[float] = []

    async def pull_on_timer(self, until_s: float) -> None:
        """Begin a pull every `settings.every_s` seconds, whether or not the last one ended."""
        t_s = 0.0
        while t_s < until_s:
            await sleep_until(t_s)
            self.nursery.start_soon(self.pull, self.begun)
            self.begun += 1
            t_s = self.begun * self.settings.every_s

    async def pull(self, index: int) -> None:
        """One pull: page after page; it ends early when one of them stays without an answer."""
        for _ in range(self.settings.pages):
            if not await self._page(index):
                return
        self.seen["answered"] += 1

    async def _page(self, index: int) -> bool:
        """Attempts until one is answered, which is True, or the retries are used up."""
        for attempt in range(1 + self.settings.retries):
            self.seen["retries"] += attempt > 0
            if await self._list(index):
                return True
            self.missed_s.append(round(trio.current_time(), 9))
        return False

    async def _list(self, index: int) -> bool:
        """One attempt: True if a 200 came before the platform's own timeout."""
        number = self.server.tally["started"]
        plan = self.choose(index, trio.current_time())
        request = Request(number, plan, timeout=self.query)
        answered = trio.Event()
        self.server.accept(request, answered)
        with trio.move_on_after(self.settings.timeout_s):
            await answered.wait()
            self.seen["failed"] += request.status != 200
            return request.status == 200
        self.server.hang_up(request)
        self.seen["given_up"] += 1
        return False

    def freeze(self) -> Pulls:
        """The counts of this moment."""
        return Pulls(self.begun, missed_s=tuple(self.missed_s), **self.seen)
