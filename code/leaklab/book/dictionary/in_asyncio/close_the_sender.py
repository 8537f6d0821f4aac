"""Chapter 3. asyncio: an agreed last value. Python 3.13 has a queue's `shutdown`."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def close_the_sender(say: Say) -> None:
    """Put one word, then None: it was the last."""
    queue = asyncio.Queue[str | None](1)

    async def receiver() -> None:
        while (word := await queue.get()) is not None:
            say("receiver", f"has {word}")
        say("receiver", "knows that it was the last")

    task = asyncio.create_task(receiver())
    await asyncio.sleep(1)
    await queue.put("hello")
    await asyncio.sleep(1)
    await queue.put(None)
    say("sender", "goes on")
    await task
