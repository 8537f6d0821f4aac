"""Chapter 3. Go: by hand, with a `sync.WaitGroup`. A nursery's block ends with its tasks."""

import trio

from leaklab.book.dictionary.stage import Say


async def block_waits(say: Say) -> None:
    """The same request, with a nursery of its own."""

    async def worker() -> None:
        await trio.sleep(75)
        say("worker", "ends")

    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker)
        await trio.sleep(60)
        say("request", "has waited enough")
    say("request", "ends")
