"""Chapter 3. A producer whose consumer has left. A queue does not know who reads it."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def put_to_nobody(say: Say) -> None:
    """The consumer takes one letter, and leaves."""
    queue = asyncio.Queue[int](1)

    async def producer() -> None:
        for letter in range(1, 4):
            await queue.put(letter)
            say("producer", f"goes on after letter {letter}")

    task = asyncio.create_task(producer())
    await asyncio.sleep(1)
    say("consumer", f"has letter {await queue.get()}, leaves")
    await asyncio.sleep(1)
    assert not task.done()
