"""Chapter 3. asyncio: a `TaskGroup`. Its block ends with its tasks."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def block_waits(say: Say) -> None:
    """The same request, with a group of its own."""

    async def worker() -> None:
        await asyncio.sleep(75)
        say("worker", "ends")

    async with asyncio.TaskGroup() as group:
        group.create_task(worker())
        await asyncio.sleep(60)
        say("request", "has waited enough")
    say("request", "ends")
