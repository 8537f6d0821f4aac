"""Where the time of one request goes, piece by piece, under the same virtual clock.

Each piece is measured as the simulation meets it: started by an arrival, one at a time, among
thousands of others. What the arrival and the bare task cost is then taken away. Prices are the
fastest of many rounds, not the medians: the difference of two medians is mostly noise.
"""

import gc
import time
from collections.abc import Callable

import trio

from benchmarks import bare_trio, pieces
from benchmarks.measure import Numbers, cpu_s
from leaklab.apiserver.plans import Step
from leaklab.apiserver.response import Request
from leaklab.simulation.census import Census
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.server import Server
from leaklab.simulation.simulate import simulate
from leaklab.tasks.clock import VirtualClock, call_at_each, rare_gc, sleep_until
from leaklab.tasks.trio_internals import SeededTies

COUNT = 2_000
ROUNDS = 15
GAP_S = 1e-3
SCENARIO = Scenario(rate_per_s=1 / GAP_S, duration_s=COUNT * GAP_S, every_s=1)

OWN = "request, filters, writer, counts"

Each = Callable[[trio.Nursery], None]
Piece = Callable[[], tuple[float, float]]  # seconds of the work, seconds of cancelling the rest


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
        times_s = ((index + 1) * GAP_S for index in range(COUNT))
        begun = time.process_time()
        await call_at_each(times_s, lambda _: each(nursery))
        await sleep_until(COUNT * GAP_S + 2)
        settled = time.process_time()
        nursery.cancel_scope.cancel()
    return settled - begun, time.process_time() - settled


def _starts(work: Callable[[], object]) -> Callable[[trio.Nursery], Each]:
    return lambda _: lambda nursery: nursery.start_soon(work)  # type: ignore[arg-type]


def _serves(census: Census) -> Callable[[trio.Nursery], Each]:
    """Arrivals at a real server whose timeout filter runs in place: see `pieces.InPlace`."""
    plan = (Step(pieces.LATENCY_S, "write"),)

    def prepare(nursery: trio.Nursery) -> Each:
        timeout_s = SCENARIO.timeout_s
        server = Server(pieces.InPlace, nursery, timeout_s=timeout_s, census=census)
        return lambda _: server.accept(Request(0, plan))

    return prepare


def _plain(work: Callable[[], object]) -> Piece:
    return lambda: trio.run(_paced, _starts(work), clock=VirtualClock())


def _served() -> tuple[float, float]:
    census = Census(())
    clock = VirtualClock(census.before_jump)
    return trio.run(_counted, census, clock=clock)


async def _counted(census: Census) -> tuple[float, float]:
    with census.counting():
        return await _paced(_serves(census))


def _whole() -> tuple[float, float]:
    return cpu_s(lambda: simulate(SCENARIO)), 0.0


PIECES: dict[str, Piece] = {
    "arrive": lambda: trio.run(_paced, lambda _: lambda nursery: None, clock=VirtualClock()),
    "served": _served,
    "whole": _whole,
    "skeleton": lambda: (cpu_s(lambda: bare_trio.run_skeleton(SCENARIO)), 0.0),
}
PIECES |= {work.__name__: _plain(work) for work in pieces.ALL}


def _prices() -> tuple[dict[str, float], dict[str, float]]:
    """By piece, in µs an arrival: with all that follows from it; cancelling what it left."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in PIECES}
    simulate(SCENARIO)
    with SeededTies(0), rare_gc():
        for _ in range(ROUNDS):
            for name, piece in PIECES.items():
                gc.collect()
                times[name].append(piece())
    done = {n: min(run for run, _ in pairs) / COUNT * 1e6 for n, pairs in times.items()}
    ended = {n: min(end for _, end in pairs) / COUNT * 1e6 for n, pairs in times.items()}
    return done, ended


def measure() -> Numbers:
    """µs per request by piece, what a request really costs, and some prices to compare with."""
    price, end = _prices()
    task = price["nothing"]
    opened = price["open_channel"] - task
    receiving = price["receive_until_timeout"] - price["time_out"]  # opens the channel, too
    sending = price["send_for_ever"] - price["park"] - opened
    turns = Turns()
    simulate(SCENARIO, instruments=[turns])
    return {
        "us": {
            "arrival: a call by our clock": price["arrive"],
            "serving task: spawn, run, end": task - price["arrive"],
            "worker task: spawn, run, park": price["park"] - price["arrive"],
            "channel: open, receive, send": receiving + sending,
            "timeout: a cancel scope that expires": price["time_out"] - task,
            "inner handler: a timer on our clock": price["sleep_on_our_clock"] - task,
            "the end: cancelling the parked worker": end["send_for_ever"],
            OWN: price["served"] - price["sleep_on_our_clock"],
        },
        "compare_us": {
            "all of trio's pieces in one (the trio skeleton)": price["skeleton"],
            "one turn of the run loop": price["turn"] - task,
            "a cancel scope entered and left in time": price["enter_scope"] - task,
            "a timer by trio.sleep_until": price["sleep_on_trio"] - task,
        },
        "whole_us": price["whole"],
        "turns": turns.turns / COUNT,
        "steps": turns.steps / COUNT,
    }
