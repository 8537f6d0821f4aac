"""Chapter 3. asyncio has no rendezvous. A queue of size 0 is one without bounds."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def rendezvous(
    say: Say,
    send_s: float = 1,
    receive_s: float = 3,
) -> None:
    """Nobody waits for the other: 0 means that there is no limit."""
    queue = asyncio.Queue[str](0)

    async def receiver() -> None:
        await asyncio.sleep(receive_s)
        say("receiver", "receives")
        word = await queue.get()
        say("receiver", f"has {word}, goes on")

    task = asyncio.create_task(receiver())
    await asyncio.sleep(send_s)
    say("sender", "sends")
    await queue.put("hello")
    say("sender", "goes on")
    await task
