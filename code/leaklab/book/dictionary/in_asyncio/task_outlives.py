"""Chapter 3. asyncio: every task of `create_task`. No block waits for it."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def task_outlives(say: Say) -> None:
    """A request starts 75 s of work, and gives it 60."""

    async def worker() -> None:
        await asyncio.sleep(75)
        say("worker", "ends")

    task = asyncio.create_task(worker())
    await asyncio.sleep(60)
    say("request", "has waited enough")
    say("request", "ends")
    assert not task.done()
