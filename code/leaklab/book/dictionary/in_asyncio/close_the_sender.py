"""Chapter 3. asyncio: by agreement, a value that means the end (before Python 3.13's `shutdown`)."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def close_the_sender(say: Say) -> None:
    """Put one word, and a None, by which the two mean that it was the last."""
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
