"""Chapter 3. `shield` under a timeout. The wait ends, what it shields goes on with no owner."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def shielded_away(say: Say) -> None:
    """Give 60 s to work whose reply never comes."""
    reply = asyncio.Event()

    async def ask() -> None:
        await reply.wait()

    try:
        async with asyncio.timeout(60):
            await asyncio.shield(ask())
    except TimeoutError:
        say("request", "goes on without")
