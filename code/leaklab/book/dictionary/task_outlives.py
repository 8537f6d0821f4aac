"""Chapter 3. Go: every goroutine. A task in somebody else's nursery outlives its starter."""

import trio

from leaklab.book.dictionary.stage import Say


async def task_outlives(nursery: trio.Nursery, say: Say) -> None:
    """A request starts 75 s of work, and gives it 60."""

    async def worker() -> None:
        await trio.sleep(75)
        say("worker", "ends")

    nursery.start_soon(worker)
    await trio.sleep(60)
    say("request", "has waited enough")
    say("request", "ends")
