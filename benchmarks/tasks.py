"""What a profile of many asyncio tasks costs, and how long it holds the loop.

`python -m benchmarks.one tasks`: 45,000 tasks that wait in `Queue.put`, each three frames deep; by
a task of theirs, and from a thread beside the loop.
"""

import asyncio
import time
from statistics import median
from typing import Any

from benchmarks.measure import Numbers
from leaklab import profile

TASKS = 45_000
ROUNDS = 5
FORMS = (profile.debug1, profile.debug2, profile.proto, profile.summary)
TICK_S = 0.001


async def _put(queue: "asyncio.Queue[int]") -> None:
    await queue.put(1)


async def _handle(queue: "asyncio.Queue[int]") -> None:
    await _put(queue)


async def _longest_pause_s(stop: asyncio.Event) -> float:
    """The longest time between two turns of the loop, until `stop`, in s."""
    longest_s, before_s = 0.0, time.perf_counter()
    while not stop.is_set():
        await asyncio.sleep(TICK_S)
        now_s = time.perf_counter()
        longest_s, before_s = max(longest_s, now_s - before_s - TICK_S), now_s
    return longest_s


async def _while_ticking(take: Any) -> tuple[float, float]:
    """How long `take()` takes, and the longest pause of the loop meanwhile, in s."""
    stop = asyncio.Event()
    ticking = asyncio.create_task(_longest_pause_s(stop))
    await asyncio.sleep(10 * TICK_S)
    begun_s = time.perf_counter()
    await take()
    took_s = time.perf_counter() - begun_s
    stop.set()
    return took_s, await ticking


async def _in_the_loop() -> None:
    profile.collect()


async def _in_a_thread() -> None:
    await asyncio.to_thread(profile.collect)


async def _main() -> Numbers:
    queue: asyncio.Queue[int] = asyncio.Queue(1)
    queue.put_nowait(0)
    begun_s = time.perf_counter()
    waiting = [asyncio.create_task(_handle(queue)) for _ in range(TASKS)]
    await asyncio.sleep(0)
    made_s = time.perf_counter() - begun_s
    numbers: Numbers = {"tasks": TASKS, "tasks_made_s": made_s}
    ways = {"in_the_loop": _in_the_loop, "in_a_thread": _in_a_thread}
    for name, take in ways.items():
        rounds = [await _while_ticking(take) for _ in range(ROUNDS)]
        numbers[f"collect_{name}_s"] = median(took for took, _ in rounds)
        numbers[f"loop_held_{name}_s"] = max(held for _, held in rounds)
    stacks = profile.collect()
    for form in FORMS:
        spent_s = []
        for _ in range(ROUNDS):
            begun_s = time.perf_counter()
            form(stacks)
            spent_s.append(time.perf_counter() - begun_s)
        numbers[f"{form.__name__}_s"] = median(spent_s)
    for task in waiting:
        task.cancel()
    return numbers


def measure() -> Numbers:
    """Collect, in the loop and beside it, and write each form."""
    return asyncio.run(_main())
