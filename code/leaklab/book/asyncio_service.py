"""Chapter 2. A made-up asyncio service with a relative of the bug: profiled here, tested in 10.

A request waits 60 s for an answer that its worker hands over in two parts, through a queue.
"""

import asyncio

from leaklab.book.dictionary.asyncio_time import run_virtually
from leaklab.book.exercises.verdict import Verdict
from leaklab.tasks import profile
from leaklab.tasks.leakcheck import no_tasks_left

WORK_S, TIMEOUT_S, GRACE_S = 75.0, 60.0, 60.0
REQUESTS = 200


async def serve(room: int = 1) -> str:
    """One request; its worker comes too late, and hands over to a queue with this room."""
    parts = asyncio.Queue[str](room)

    async def worker() -> None:
        await asyncio.sleep(WORK_S)
        for part in ("head", "body"):
            await parts.put(part)

    task = asyncio.create_task(worker(), name="worker")
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await parts.get() + await parts.get()
    except TimeoutError:
        return f"504, and {task.get_name()} goes on"


def stacks(room: int = 1) -> list[profile.TaskStack]:
    """The profile, an hour after 200 requests came at once."""

    async def main() -> list[profile.TaskStack]:
        await asyncio.gather(*(serve(room) for _ in range(REQUESTS)))
        await asyncio.sleep(3600)
        return profile.collect()

    return run_virtually(main())


def where(stacks: list[profile.TaskStack]) -> str:
    """A line for each place; the lines of Python's own files, which its versions move, left out."""
    lines = profile.summary(stacks).splitlines()
    return "\n".join(line.partition(" (in ")[0].strip() for line in lines)


def verdict(room: int = 1) -> Verdict:
    """Whether one request leaves nothing (`right`), and if not, what the assertion says."""

    async def test() -> None:
        async with no_tasks_left(grace_s=GRACE_S):
            await serve(room)

    try:
        run_virtually(test())
    except AssertionError as left:
        head, first = str(left).splitlines()[:2]
        return Verdict(False, f"room {room} fails: {head}\n{first.partition(' (in ')[0]}")
    return Verdict(True, f"room {room} passes")
