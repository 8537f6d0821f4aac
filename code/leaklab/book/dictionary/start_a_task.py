"""Chapter 3. Go: `go child()`. The two run side by side from then on."""

import trio

from leaklab.book.dictionary.stage import Say


async def start_a_task(nursery: trio.Nursery, say: Say) -> None:
    """Start a child, and go on at once."""

    async def child() -> None:
        await trio.sleep(2)
        say("child", "ends")

    nursery.start_soon(child)
    say("parent", "goes on")
