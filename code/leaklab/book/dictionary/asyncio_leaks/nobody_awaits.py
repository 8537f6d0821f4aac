"""Chapter 3. A task that its starter forgets. trio has no way to start one without a nursery."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def nobody_awaits(say: Say) -> None:
    """Start a task and end. What it waits for never comes."""
    reply = asyncio.Event()

    async def ask() -> None:
        await reply.wait()

    task = asyncio.create_task(ask())
    await asyncio.sleep(60)
    say("request", "ends")
    assert not task.done()
