"""Chapter 3. `to_thread` under a timeout. The wait ends, and the thread does not."""

import asyncio
import threading

from leaklab.book.dictionary.stage import Say


async def left_in_a_thread(say: Say, released: threading.Event) -> None:
    """Give 60 s to a thread that nobody can cancel."""
    try:
        async with asyncio.timeout(60):
            await asyncio.to_thread(released.wait)
    except TimeoutError:
        say("request", "goes on without")
