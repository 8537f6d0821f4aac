"""Chapter 3. asyncio has Python's `finally`, as trio has."""

import asyncio

from leaklab.apiserver.golike import Panic
from leaklab.book.dictionary.stage import Say


async def clean_up(say: Say) -> None:
    """Leave the room in order in any case."""

    async def work() -> None:
        try:
            say("task", "lights the lamp")
            await asyncio.sleep(1)
            raise Panic("no such page")
        finally:
            say("task", "puts out the lamp")

    try:
        await work()
    except Panic as panic:
        say("task", f"recovers: {panic}")
