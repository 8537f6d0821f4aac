"""Chapter 3. asyncio: a queue of size 1. A put waits only while the queue is full."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def room_for_one(
    say: Say,
    room: int = 1,
    letters: int = 2,
) -> None:
    """Put some letters; one is taken every 3 seconds."""
    queue = asyncio.Queue[int](room)

    async def receiver() -> None:
        for _ in range(letters):
            await asyncio.sleep(3)
            letter = await queue.get()
            say("receiver", f"has letter {letter}")

    task = asyncio.create_task(receiver())
    for letter in range(1, letters + 1):
        await queue.put(letter)
        say("sender", f"goes on after letter {letter}")
    await task
