"""Chapter 3. `to_thread` under a timeout. The wait ends, and the thread does not."""

import asyncio
import threading

from leaklab.book.dictionary.stage import Say


async def left_in_a_thread(say: Say, released: threading.Event) -> None:
    """A request gives a thread 60 s. No thread can be cancelled, and this one has no limit."""
    try:
        async with asyncio.timeout(60):
            await asyncio.to_thread(released.wait)
    except TimeoutError:
        say("request", "goes on without")
