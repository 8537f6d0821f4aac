"""The same traffic as a SimPy model: what is left when no handler is run, only counted.

There is no response here, no filter, no writer, no panic, no context: processes wait for events
and add to counters. That is what a queueing model of the incident would be.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy

from benchmarks.counts import Counts
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.traffic import arrival_times, plan_chooser

Process = Generator[Any, Any, None]


class Rendezvous:
    """An unbuffered channel without values. SimPy's Store has room for one item at least."""

    def __init__(self, env: Any) -> None:
        self._env = env
        self._sender: Any = None
        self.receiver: Any = None  # set it to None to give up receiving

    def send(self) -> Any:
        """An event that happens once somebody has received."""
        sent = self._env.event()
        if self.receiver is None:
            self._sender = sent
        else:
            self.receiver.succeed()
            sent.succeed()
        return sent

    def receive(self) -> Any:
        """An event that happens once somebody has sent."""
        self.receiver = self._env.event()
        if self._sender is not None:
            self._sender.succeed()
            self.receiver.succeed()
        return self.receiver


@dataclass
class _Model:
    env: Any
    timeout_s: float
    drains: bool
    started: int = 0
    ok_200: int = 0
    timeouts_504: int = 0
    alive: int = 0

    def arrivals(self, scenario: Scenario) -> Process:
        choose = plan_chooser(scenario)
        for index, t_s in enumerate(arrival_times(scenario)):
            if t_s > self.env.now:
                yield self.env.timeout(t_s - self.env.now)
            (step,) = choose(index, t_s)
            self.env.process(self.serving(step.at_s))

    def serving(self, latency_s: float) -> Process:
        self.started += 1
        self.alive += 1
        channel = Rendezvous(self.env)
        self.env.process(self.worker(latency_s, channel))
        outcome = channel.receive()
        yield outcome | self.env.timeout(self.timeout_s)
        if outcome.triggered:
            self.ok_200 += 1
        else:
            self.timeouts_504 += 1
            channel.receiver = None
            if self.drains:
                self.env.process(self.drainer(channel))
        self.alive -= 1

    def worker(self, latency_s: float, channel: Rendezvous) -> Process:
        self.alive += 1
        yield self.env.timeout(latency_s)
        yield channel.send()
        self.alive -= 1

    def drainer(self, channel: Rendezvous) -> Process:
        self.alive += 1
        yield channel.receive()
        self.alive -= 1


def run(scenario: Scenario, *, drains: bool = False) -> Counts:
    """Run a scenario whose plans have one step each; with `drains`, as 1.17 does."""
    env = simpy.Environment()
    model = _Model(env, scenario.timeout_s, drains)
    env.process(model.arrivals(scenario))
    env.run(until=scenario.horizon_s)
    return Counts(model.started, model.ok_200, model.timeouts_504, model.alive)
