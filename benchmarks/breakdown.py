"""Where the time of one request goes, piece by piece, under the same virtual clock.

Each piece is measured as the simulation meets it: started by an arrival, one at a time, among
thousands of others. The price of the arrival itself is taken away.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

import trio

from benchmarks.measure import Numbers, timed_s
from benchmarks.steps import Steps, park, price_own_python
from leaklab.clock import VirtualClock, deterministic_ties, patient_collector, sleep_until
from leaklab.scenario import Scenario
from leaklab.simulate import simulate

COUNT = 5_000
ROUNDS = 7
GAP_S = 1e-3
SCENARIO = Scenario(rate_per_s=1 / GAP_S, duration_s=COUNT * GAP_S)

Each = Callable[[trio.Nursery], None]


async def _paced(each: Each) -> tuple[float, float]:
    """Seconds to call `each` at COUNT arrivals and let it settle; seconds to cancel the rest."""
    async with trio.open_nursery() as nursery:
        begun = time.perf_counter()
        for index in range(COUNT):
            await sleep_until((index + 1) * GAP_S)
            each(nursery)
        await sleep_until(COUNT * GAP_S + 5)
        settled = time.perf_counter()
        nursery.cancel_scope.cancel()
    return settled - begun, time.perf_counter() - settled


def _price(each: Each) -> tuple[float, float]:
    """Medians in µs: one call of `each` with all that follows from it; cancelling what it left."""
    with deterministic_ties(0), patient_collector():
        times = [trio.run(_paced, each, clock=VirtualClock()) for _ in range(ROUNDS)]
    done, cancelled = (median(column) / COUNT * 1e6 for column in zip(*times, strict=True))
    return done, cancelled


def _start(work: Callable[[], object]) -> Each:
    return lambda nursery: nursery.start_soon(work)


async def _nothing() -> None:
    pass


async def _sleep() -> None:
    await sleep_until(trio.current_time() + 0.9)


async def _trio_sleep() -> None:
    await trio.sleep_until(trio.current_time() + 0.9)


async def _enter_scope() -> None:
    with trio.move_on_after(0.6):
        pass


async def _time_out() -> None:
    with trio.move_on_after(0.6):
        await park()


async def _receive_until_timeout() -> None:
    _, outcome = trio.open_memory_channel[None](0)
    with trio.move_on_after(0.6):
        await outcome.receive()


async def _send_for_ever() -> None:
    send_outcome, outcome = trio.open_memory_channel[None](0)
    await send_outcome.send(None)
    outcome.close()


async def _open_channel() -> None:
    trio.open_memory_channel[None](0)


async def _turn() -> None:
    await trio.lowlevel.cancel_shielded_checkpoint()
