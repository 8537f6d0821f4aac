"""Where the time of one request goes, piece by piece, under the same virtual clock.

Each piece is measured as the simulation meets it: started by an arrival, one at a time, among
thousands of others. What the arrival and the bare task cost is then taken away.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

import trio

from benchmarks import pieces
from benchmarks.measure import Numbers, timed_s
from leaklab.census import Census
from leaklab.clock import VirtualClock, deterministic_ties, patient_collector, sleep_until
from leaklab.plans import Step
from leaklab.response import Request
from leaklab.scenario import Scenario
from leaklab.server import Server
from leaklab.simulate import simulate

COUNT = 5_000
ROUNDS = 5
GAP_S = 1e-3
SCENARIO = Scenario(rate_per_s=1 / GAP_S, duration_s=COUNT * GAP_S, every_s=1)

OWN = "request, filters, writer, counts"

Each = Callable[[trio.Nursery], None]


class Turns(trio.abc.Instrument):
    """Counts the turns of trio's run loop and the steps of tasks in them."""

    turns = steps = 0

    def before_io_wait(self, timeout: float) -> None:
        """trio's hook: a turn begins."""
        self.turns += 1

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: a task runs until it waits."""
        self.steps += 1


async def _paced(prepare: Callable[[trio.Nursery], Each]) -> tuple[float, float]:
    """Seconds for COUNT arrivals and all that follows; seconds to cancel what is left."""
    async with trio.open_nursery() as nursery:
        each = prepare(nursery)
        begun = time.perf_counter()
        for index in range(COUNT):
            await sleep_until((index + 1) * GAP_S)
            each(nursery)
        await sleep_until(COUNT * GAP_S + 2)
        settled = time.perf_counter()
        nursery.cancel_scope.cancel()
    return settled - begun, time.perf_counter() - settled


def _starts(work: Callable[[], object]) -> Callable[[trio.Nursery], Each]:
    return lambda _: lambda nursery: nursery.start_soon(work)  # type: ignore[arg-type]


def _serves(census: Census) -> Callable[[trio.Nursery], Each]:
    """Arrivals at a real server whose timeout filter runs in place: see `pieces.InPlace`."""
    plan = (Step(pieces.LATENCY_S, "write"),)

    def prepare(nursery: trio.Nursery) -> Each:
        server = Server(SCENARIO, pieces.InPlace, census, nursery)
        return lambda nursery: nursery.start_soon(server.serve_connection, Request(0, plan))

    return prepare


def _price(
    prepare: Callable[[trio.Nursery], Each], census: Census | None = None
) -> tuple[float, float]:
    """Median µs of one arrival with all that follows, and of cancelling what it left."""
    with deterministic_ties(0), patient_collector():
        times = [
            trio.run(
                _paced,
                prepare,
                clock=VirtualClock(census.before_jump if census else None),
                instruments=[census] if census else [],
            )
            for _ in range(ROUNDS)
        ]
    done, cancelled = (median(column) / COUNT * 1e6 for column in zip(*times, strict=True))
    return done, cancelled


def measure() -> Numbers:
    """µs per request by piece, their sum, what a request really costs, and some comparisons."""
    arrival, _ = _price(lambda _: lambda nursery: None)
    task = _price(_starts(pieces.nothing))[0]
    parked = _price(_starts(pieces.park))[0]
    timed_out = _price(_starts(pieces.time_out))[0]
    receiving = _price(_starts(pieces.receive_until_timeout))[0]
    opened = _price(_starts(pieces.open_channel))[0] - task
    sending, cancelling = _price(_starts(pieces.send_for_ever))
    sleeping = _price(_starts(pieces.sleep_on_our_clock))[0]
    census = Census(())
    served = _price(_serves(census), census)[0]
    us = {
        "arrival: a timer on our clock": arrival,
        "serving task: spawn, run, end": task - arrival,
        "worker task: spawn, run, park": parked - arrival,
        "channel: open once, receive, send": receiving - timed_out + sending - parked - opened,
        "timeout: a cancel scope that expires": timed_out - task,
        "inner handler: a timer on our clock": sleeping - task,
        "the end: cancelling the parked worker": cancelling,
        OWN: served - sleeping,
    }
    compare_us = {
        "one turn of the run loop": _price(_starts(pieces.turn))[0] - task,
        "a cancel scope entered and left in time": _price(_starts(pieces.enter_scope))[0] - task,
        "a timer by trio.sleep_until": _price(_starts(pieces.sleep_on_trio))[0] - task,
    }
    simulate(SCENARIO)
    whole_us = median(timed_s(partial(simulate, SCENARIO)) for _ in range(ROUNDS)) / COUNT * 1e6
    turns = Turns()
    simulate(SCENARIO, instruments=[turns])
    return {
        "us": us,
        "compare_us": compare_us,
        "whole_us": whole_us,
        "turns": turns.turns / COUNT,
        "steps": turns.steps / COUNT,
    }
