"""Chapter 6. Every n-th receive begins late, as if Go's scheduler had interrupted its request.

Go may run a new goroutine on another core, or stop the one that started it, so the worker can be
done before its request has begun to receive. trio switches tasks only where one awaits, and no
handler of ours awaits between `start_soon(worker)` and `receive`: there the request always
receives first. `preempted` opens that gap by hand.
"""

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any

import trio

from leaklab.tasks.checks import MAX_REQUESTS, WEEK_S, check_count, check_number

RECEIVE_DELAY_S = 1e-6  # an inner handler's step takes 1 ns here


@contextlib.contextmanager
def preempted(every: int = 1, late_s: float = RECEIVE_DELAY_S) -> Iterator[None]:
    """Within the block every `every`-th receive, the first included, begins `late_s` seconds late.

    When to use: to see a race that one interleaving in many loses, the same way in every run.
    Costs: it replaces trio's `receive` for the whole process while the block lasts, so the
    drainer's receives are counted and late as well. Raises ValueError for numbers out of range.
    """
    check_count("every", every, "receives", 1, MAX_REQUESTS)
    check_number("late_s", late_s, "s", 0, WEEK_S)
    receive = trio.MemoryReceiveChannel.receive
    turns = itertools.count()

    async def receive_late(self: trio.MemoryReceiveChannel[Any]) -> Any:
        if next(turns) % every == 0:
            await trio.sleep(late_s)
        return await receive(self)

    trio.MemoryReceiveChannel.receive = receive_late  # type: ignore[method-assign]
    try:
        yield
    finally:
        trio.MemoryReceiveChannel.receive = receive  # type: ignore[method-assign]
