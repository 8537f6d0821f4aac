"""Chapter 3. asyncio's `shield` frees the one who waits: what it shields goes on alone."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def stubborn_task(say: Say) -> None:
    """The same, with work that cannot be cancelled."""

    async def work() -> None:
        await asyncio.sleep(75)
        say("worker", "ends")

    async def worker() -> None:
        await asyncio.shield(work())

    async with asyncio.TaskGroup() as group:
        task = group.create_task(worker())
        await asyncio.sleep(60)
        say("request", "has waited enough")
        task.cancel()
    say("request", "ends")
