"""A server that runs on while somebody turns its knobs: `simulate` without an end."""

import math
from dataclasses import dataclass, replace
from itertools import count

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.simulation.main_task import MainTask, plain_errors, resolve
from leaklab.simulation.run import Crash, Outcomes, Sample, Seen
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.clock import SAME_INSTANT_S, SteppedClock
from leaklab.tasks.guest import GuestRun

NOTHING = Sample(0.0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Stretch:
    """What happened since the last look: samples, this moment's counts, totals so far."""

    samples: tuple[Sample, ...]
    now: Sample
    outcomes: Outcomes
    seen: Seen
    peak: int
    crash: Crash | None


class LiveServer:
    """One handler under a scenario whose load and timeout can be turned at any moment.

    Give `advance` the virtual time to go to, in s; it returns a `Stretch`. `turn` changes what
    requests that arrive from now on are asked. Left alone, the counts are those of `simulate`
    with the same scenario at the same times; but its traffic never ends, so `duration_s` and
    `until_s` mean nothing here. Call `close` in the end.

    `handler` is a name from `handlers.NAMES` or a class of your own; ValueError for any other.
    """

    def __init__(self, scenario: Scenario, handler: str | type[TimeoutFilter]) -> None:
        _, handler_class = resolve(handler)
        every_s = scenario.step_s
        times_s = (index * every_s for index in count())
        self.now_s = 0.0
        self._task = MainTask(scenario, handler_class, times_s, until_s=math.inf)
        self._clock = SteppedClock(self._task.census.before_jump)
        self._guest = GuestRun(self._task.main, clock=self._clock, seed=scenario.seed)
        self._last = Stretch((), NOTHING, Outcomes(), Seen(), 0, None)

    def turn(self, scenario: Scenario) -> None:
        """Ask this of the requests that arrive from now on: rate, plans, latency, link, timeouts.

        A turned rate counts from the last arrival (random arrivals: from now). ValueError for a
        turned field of `main_task.FIXED`, such as `platform` or `seed`: those stay.
        """
        self._guest.call(lambda: self._task.turn(scenario))

    def advance(self, until_s: float, budget_s: float) -> Stretch:
        """Go on to `until_s`, or as far as `budget_s` seconds of real time reach.

        What is told holds at a settled instant: that of `until_s`, or the last one reached.
        """
        with plain_errors():
            reached = self._guest.advance(until_s + SAME_INSTANT_S, budget_s)
        if self._guest.settled:
            at_s = until_s if reached else self._clock.now_s - SAME_INSTANT_S
            self.now_s = max(self.now_s, at_s)
            self._last = self._look()
            return self._last
        return replace(self._last, samples=())

    def _look(self) -> Stretch:
        task, census = self._task, self._task.census
        task.look()
        census.finish(self.now_s)
        samples, census.samples = tuple(census.samples), []
        now = census.sample(self.now_s)
        peak = max(census.peak, now.tasks)
        return Stretch(samples, now, task.outcomes, task.seen, peak, task.crash)

    def close(self) -> None:
        """End the server and every task of it."""
        self._guest.close()
