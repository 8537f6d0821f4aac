"""Chapter 3. asyncio: `timeout`, which cancels what waits inside, and then raises."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def first_of_two(say: Say) -> None:
    """Wait for a word, twice, each time for 2 seconds at most."""
    queue = asyncio.Queue[str](1)

    async def sender() -> None:
        await asyncio.sleep(1)
        await queue.put("hello")  # and never again

    async def wait_2_s() -> None:
        try:
            async with asyncio.timeout(2):
                word = await queue.get()
                say("receiver", f"has {word}")
        except TimeoutError:
            say("receiver", "goes on without")

    task = asyncio.create_task(sender())
    await wait_2_s()
    await wait_2_s()
    await task
