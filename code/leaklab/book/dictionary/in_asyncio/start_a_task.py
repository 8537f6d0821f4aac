"""Chapter 3. asyncio: `create_task`. The two run side by side from then on."""

import asyncio

from leaklab.book.dictionary.stage import Say


async def start_a_task(say: Say) -> None:
    """Start a child, and go on at once."""

    async def child() -> None:
        await asyncio.sleep(2)
        say("child", "ends")

    task = asyncio.create_task(child())
    say("parent", "goes on")
    assert not task.done()
