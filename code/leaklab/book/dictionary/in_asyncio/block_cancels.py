"""Chapter 3. asyncio: `cancel`, task by task. In the task, an exception."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def block_cancels(say: Say) -> None:
    """Its own group, whose task is cancelled when the time is up."""

    async def worker() -> None:
        try:
            await asyncio.sleep(75)
            say("worker", "ends")
        finally:
            say("worker", "leaves")

    async with asyncio.TaskGroup() as group:
        task = group.create_task(worker())
        await asyncio.sleep(60)
        say("request", "has waited enough")
        task.cancel()
    say("request", "ends")
