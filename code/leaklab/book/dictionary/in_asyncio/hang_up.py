"""Chapter 3. asyncio: no receiver closes a queue. Python 3.13 has its `shutdown`."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def hang_up(say: Say) -> None:
    """Put something for somebody who then goes away."""
    queue = asyncio.Queue[str](1)

    async def receiver() -> None:
        await asyncio.sleep(3)
        say("receiver", "goes away")

    task = asyncio.create_task(receiver())
    say("sender", "sends")
    await queue.put("hello")
    say("sender", "goes on, and learns nothing")
    await task
